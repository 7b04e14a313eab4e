import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { flagsOf, freePort } from "../cli/project.ts";
import { running, saoma } from "../cli/saoma.ts";
import { linksOf, read } from "../repo/pages.ts";
import { clone, type Installed, install } from "./installed.ts";

let installed: Installed;
beforeAll(async () => {
  installed = await install();
  // What a site with a framework has installed. The clone's copies save a download.
  mkdirSync(join(installed.folder, "node_modules/@types"), { recursive: true });
  for (const name of ["react", "vue", "@types/react"])
    symlinkSync(join(clone, "node_modules", name), join(installed.folder, "node_modules", name));
}, 300_000);
afterAll(() => installed?.[Symbol.dispose]());

const manifest = JSON.parse(readFileSync(join(clone, "package.json"), "utf8"));
const subpaths = Object.keys(manifest.exports).map((path) => path.replace(/^\./, "saoma"));
const modules = subpaths.filter((path) => !path.endsWith(".json"));

const travels =
  /^(bin|dist|src|docs|examples|mini-program)\/|^(package\.json|(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md|LICENSE)$/;

test("the tarball contains code and documents, and nothing of the development", () => {
  expect(installed.files.filter((path) => !travels.test(path))).toEqual([]);
  expect(installed.files.filter((path) => /node_modules|\.next\/|\.saoma|\.db|\.env$/.test(path))).toEqual([]);
  expect(installed.files).toContain("docs/README.zh-CN.md");
  expect(installed.files).toContain("CHANGELOG.md");
  expect(installed.files).toContain("dist/cli/main.js");
  expect(installed.files).toContain("dist/browser/saoma-login.js");
  expect(installed.files).toContain("LICENSE");
});

test("its manifest has nothing that only a clone can do, and the clone's is as it was", () => {
  const shipped = JSON.parse(readFileSync(join(installed.folder, "node_modules/saoma/package.json"), "utf8"));
  expect(Object.keys(shipped)).toEqual(expect.arrayContaining(["name", "version", "exports", "bin", "dependencies"]));
  for (const name of ["scripts", "workspaces", "devDependencies"]) expect(shipped).not.toHaveProperty(name);
  expect(JSON.parse(readFileSync(join(clone, "package.json"), "utf8"))).toEqual(manifest);
});

// Links on a registry's page, and in an editor beside node_modules, lead only to files of the tarball.
test("every link of a page in the tarball, and every picture, leads to something in it", () => {
  const has = (path: string) => installed.files.some((file) => file === path || file.startsWith(`${path}/`));
  const pages = installed.files.filter((path) => path.endsWith(".md"));
  expect(pages.length).toBeGreaterThan(40);
  const broken = pages.flatMap((page) =>
    linksOf(read(page))
      .map((link) => normalize(join(dirname(page), decodeURI(link).split("#")[0] ?? "")).replace(/\/$/, ""))
      .filter((path) => path !== dirname(page) && !has(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(broken).toEqual([]);
});

test("an editor goes from a type to its source", () => {
  const maps = installed.files.filter((path) => path.endsWith(".d.ts.map"));
  expect(maps.length).toBeGreaterThan(100);
  const missing = maps.flatMap((map) => {
    const { sources } = JSON.parse(readFileSync(join(installed.folder, "node_modules/saoma", map), "utf8"));
    return (sources as string[])
      .map((source) => normalize(join(dirname(map), source)))
      .filter((path) => !installed.files.includes(path));
  });
  expect(missing).toEqual([]);
});

test.each(modules)("%s can be imported", async (path) => {
  const names = JSON.parse(await installed.script(`console.log(JSON.stringify(Object.keys(await import("${path}"))))`));
  expect(names).not.toEqual([]);
});

test("modules that are not exported cannot be imported", async () => {
  await expect(installed.script(`await import("saoma/dist/server/saoma.js")`)).rejects.toThrow(
    /ERR_PACKAGE_PATH_NOT_EXPORTED/,
  );
});

test("saoma dev runs from the installed package, and shows the demo page with its scripts", async () => {
  const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
  const { url, stop } = await running(["dev"], { bin, env: { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0" } });
  expect(await (await fetch(url)).text()).toContain("<saoma-login");
  for (const script of ["saoma-login.js", "demo.js", "demo-mini-program.js"])
    expect((await fetch(`${url}/${script}`)).headers.get("content-type")).toContain("text/javascript");
  const headers = { origin: url, "content-type": "application/json" };
  const start = (wanted: object) =>
    fetch(`${url}/v1/attempts`, { method: "POST", headers, body: JSON.stringify(wanted) });
  expect((await start({})).status).toBe(201);
  for (const channel of ["official-account-code", "mini-program", "open-platform", "in-wechat"])
    expect((await start({ channel })).status, channel).toBe(201);
  for (const application of ["number", "bind-phone"])
    expect((await start({ application })).status, application).toBe(201);
  expect((await stop()).code).toBe(0);
});

test("npm puts a saoma command in place", async () => {
  expect(await installed.run(join(installed.folder, "node_modules/.bin/saoma"), ["--version"])).toBe(
    `${manifest.version}\n`,
  );
});

const sentence = (version: string) =>
  `saoma needs Node 22.18 or newer; this is Node ${version}. \`npm install node@24\` puts a newer one beside it, which npx and npm's scripts find first.\n`;

test("under an old Node it says which one it needs", () => {
  const pretend = join(installed.folder, "old-node.cjs");
  const versions = `{ value: { ...process.versions, node: "20.19.0" } }`;
  writeFileSync(pretend, `Object.defineProperty(process, "versions", ${versions});`);
  const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
  const { status, stderr } = spawnSync(process.execPath, ["--require", pretend, bin, "dev"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([1, sentence("20.19.0")]);
});

test("under an old Node it says so in Chinese, too", () => {
  const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
  const said = (environment: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, ["--require", join(installed.folder, "old-node.cjs"), bin, ...args], {
      encoding: "utf8",
      env: environment,
    }).stderr;
  const chinese =
    "saoma 需要 Node 22.18 或更新的版本，现在是 Node 20.19.0。运行 `npm install node@24` 在旁边装一个新的，npx 和 npm 脚本会先用它。\n";
  expect(said({ LANG: "zh_CN.UTF-8" }, "serve")).toBe(chinese);
  expect(said({ LANG: "en_US.UTF-8" }, "--lang", "zh", "serve")).toBe(chinese);
  expect(said({ LC_ALL: "C.UTF-8", LANG: "zh_CN.UTF-8" }, "serve")).toBe(sentence("20.19.0"));
  expect(said({ LANG: "zh_CN.UTF-8" }, "--lang=en", "serve")).toBe(sentence("20.19.0"));
});

/** A Node of this machine that is too old, with its version; undefined if there is none. */
function oldNode(): { path: string; version: string } | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const paths = folders.map((folder) => join(folder, "node")).filter((path) => existsSync(path));
  const found = paths.map((path) => ({
    path,
    version: spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim().slice(1),
  }));
  return found.find(({ version }) => Number.parseInt(version, 10) < 22);
}

const old = oldNode();
// This runs only if there is such a Node. Elsewhere the test above, which only pretends one, has to suffice.
if (old) {
  test(`under this machine's own Node ${old.version} it says so too`, () => {
    const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
    const { status, stderr } = spawnSync(old.path, [bin, "--version"], { encoding: "utf8" });
    expect([status, stderr]).toEqual([1, sentence(old.version)]);
  });

  test.each(["saoma", "saoma/simulator", "saoma/testing", "saoma/wechat"])(
    "so does an import of %s there, and nothing else",
    (path) => {
      const script = ["--input-type=module", "--eval", `import "${path}"`];
      const { status, stderr } = spawnSync(old.path, script, { encoding: "utf8", cwd: installed.folder });
      expect(status).toBe(1);
      expect(stderr).toContain(sentence(old.version).trim());
      expect(stderr).not.toMatch(/node:sqlite|SyntaxError|\n {4}at /);
    },
  );
}

/** A Node of the oldest supported release line, if the environment names one. */
const eldest = process.env.SAOMA_TEST_NODE_22;

// The other tests run on the clone's Node. This one finds what fails on another release line.
test.runIf(eldest)(
  "saoma runs under Node 22, from init to a sign-in's QR, and says nothing of its SQLite",
  async () => {
    const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
    const env = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0" };
    const { url, stop } = await running(["dev"], { bin, env, node: eldest ?? "" });
    const headers = { origin: url, "content-type": "application/json", connection: "close" };
    expect((await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: "{}" })).status).toBe(201);
    expect(await stop()).toMatchObject({ code: 0, stderr: "" });
  },
);

const consumer = `
import { createServer } from "node:http";
import { ConfigError, createSaoma, defineConfig, type Saoma } from "saoma";
import { createClient } from "saoma/client";
import { createSimulator, serveSimulator } from "saoma/simulator";
import { createFakeClock } from "saoma/testing";
import { createWechatApi, type Reply } from "saoma/wechat";

const options = defineConfig({
  origin: "https://login.tea.example",
  database: { path: "saoma.db" },
  sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "Tea" }],
  applications: [{ id: "tea", name: "Tea", confirm: "always" }],
  session: { lifetime: "30d" },
});
// @ts-expect-error: no such policy
defineConfig({ ...options, applications: [{ id: "tea", name: "Tea", confirm: "sometimes" }] });

export const saoma: Saoma = createSaoma(options);
createServer(saoma.node);
saoma.on("signed-in", ({ account }) => console.log(account.name.toUpperCase()));
export const answer: Promise<Response> = saoma.fetch(new Request("https://login.tea.example/healthz"));
export const parts = [ConfigError, createClient, createSimulator, serveSimulator, createFakeClock, createWechatApi];
export const reply: Reply = { type: "text", text: "hello" };
`;

test("a strict TypeScript project compiles against the packed types", async () => {
  const { folder } = installed;
  writeFileSync(join(folder, "app.ts"), consumer);
  // A Node project has @types/node installed. The clone's copy saves a download.
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(join(clone, "node_modules/@types/node"), join(folder, "node_modules/@types/node"));
  const compilerOptions = {
    target: "es2024",
    module: "nodenext",
    lib: ["es2025", "esnext", "dom"],
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
  const tsc = promisify(execFile)(join(clone, "node_modules/.bin/tsc"), ["-p", folder], { cwd: folder });
  const { stdout } = await tsc.catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
});

/** Entries for a framework, which are useful only where it is installed. */
const ofFrameworks = ["saoma/widget/react", "saoma/widget/vue"];
const plain = modules.filter((path) => !ofFrameworks.includes(path));
const allPaths = plain.map((path, at) => `import * as m${at} from "${path}";\nexport { m${at} };`).join("\n");
const ofPages = plain.filter((path) => /client|widget/.test(path)).map((path) => `import "${path}";`);
const node = { types: ["node"], lib: ["es2025", "esnext", "dom"] };
const page = { types: [], lib: ["es2022", "dom", "dom.iterable"] };
const bundler = { module: "esnext", moduleResolution: "bundler" };

test.each([
  ["every subpath", { module: "nodenext", ...node }, allPaths],
  ["every subpath", { ...bundler, ...node }, allPaths],
  ["a page's own", { module: "nodenext", ...page }, ofPages.join("\n")],
  ["a page's own", { ...bundler, ...page }, ofPages.join("\n")],
])("the types of %s are found in an empty project with %o", async (_, options, text) => {
  const project = mkdtempSync(join(installed.folder, "empty-"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(project, "app.ts"), text);
  const strict = { target: "es2024", strict: true, noEmit: true, noUncheckedSideEffectImports: true };
  const config = { compilerOptions: { ...strict, ...options }, files: ["app.ts"] };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
  const tsc = promisify(execFile)(join(clone, "node_modules/.bin/tsc"), ["-p", project], { cwd: project });
  const { stdout } = await tsc.catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
});

test.each([{ module: "nodenext" }, bundler])(
  "the types for React and Vue are found beside them with %o",
  async (how) => {
    const project = mkdtempSync(join(installed.folder, "framework-"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
    const imports = ofFrameworks.map(
      (path, at) => `import { SaomaLogin as L${at}, type SaomaLoginProps as P${at} } from "${path}";`,
    );
    const uses = ofFrameworks.map(
      (_, at) => `export const p${at}: P${at} = { server: "https://login.tea.example" };\nexport { L${at} };`,
    );
    // Mistakes have to be errors: the entries have types, not `any`.
    const wrong = ofFrameworks.map(
      (_, at) => `// @ts-expect-error: a name\nexport const w${at}: P${at} = { server: 1 };`,
    );
    writeFileSync(join(project, "app.ts"), [...imports, ...uses, ...wrong].join("\n"));
    const strict = { target: "es2024", strict: true, noEmit: true, skipLibCheck: true };
    const config = { compilerOptions: { ...strict, ...how, ...page }, files: ["app.ts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
    const tsc = promisify(execFile)(join(clone, "node_modules/.bin/tsc"), ["-p", project], { cwd: project });
    const { stdout } = await tsc.catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  },
);

test("in an empty project, saoma init writes what saoma serve runs, beside saoma simulator", async () => {
  const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
  const cwd = mkdtempSync(join(installed.folder, "new-"));
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "new", type: "commonjs" }));
  const simulator = await running(["simulator", "--port", "0"], { bin, cwd });
  const world = (await (await fetch(`${simulator.url}/_sim/world`)).json()) as { accounts: Record<string, string>[] };
  const { kind = "", appid = "", name = "", secret = "" } = world.accounts[0] ?? {};
  const port = await freePort();
  const flags = { kind, appid, name, secret, origin: `http://127.0.0.1:${port}`, wechat: simulator.url };
  const wrote = await saoma(["init", ...flagsOf(flags)], { bin, cwd });
  expect(wrote).toMatchObject({ code: 0, stdout: expect.stringContaining("Wrote .env, saoma.config.mts") });
  expect(wrote.stdout).not.toContain("npm install saoma");
  const { url, stop } = await running(["serve", "--port", String(port)], { bin, cwd });
  const headers = { origin: url, "content-type": "application/json" };
  expect((await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: "{}" })).status).toBe(201);
  const examined = await saoma(["doctor"], { bin, cwd });
  expect(examined).toMatchObject({ code: 0, stdout: expect.stringContaining("signed as WeChat would, arrives") });
  expect((await saoma(["--help"], { bin, cwd })).stdout).toContain("\n  init ");
  expect((await stop()).code).toBe(0);
});

test("the README's configuration is valid unchanged, in a folder of `npm init`, and serves the files that its page names", async () => {
  const readme = readFileSync(join(clone, "README.md"), "utf8");
  const block = (language: string, has: string) =>
    [...readme.matchAll(/```(\w+)\n(.*?)```/gs)].find(
      ([, kind, text]) => kind === language && text?.includes(has),
    )?.[2];
  const config = block("ts", "defineConfig") ?? "";
  const site = join(installed.folder, "site");
  mkdirSync(site);
  writeFileSync(join(site, "package.json"), JSON.stringify({ name: "site", type: "commonjs" }));
  writeFileSync(join(site, "saoma.config.mts"), config);
  const appid = /appid: "(wx\w+)"/.exec(config)?.[1]?.toUpperCase();
  const env = {
    SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
    [`SAOMA_${appid}_SECRET`]: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
    [`SAOMA_${appid}_TOKEN`]: "teahouse2026",
    [`SAOMA_${appid}_AES_KEY`]: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
  };
  const bin = join(installed.folder, "node_modules/saoma/bin/saoma.js");
  const checked = await saoma(["config", "check"], { bin, cwd: site, env });
  expect(checked).toEqual({ code: 0, stderr: "", stdout: "The configuration is good: 1 source, 1 application.\n" });
  const { url, stop } = await running(["serve", "--port", "0"], { bin, cwd: site, env });
  const script = /src="(\/[^"]+)"/.exec(block("html", "saoma-login") ?? "")?.[1];
  expect((await fetch(url + script)).status).toBe(200);
  expect((await fetch(`${url}/v1/session?application=shop`)).status).toBe(401);
  expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);
  expect((await stop()).code).toBe(0);
});

import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { questions } from "../../src/cli/init/questions.ts";
import { serveSimulator } from "../../src/simulator/index.ts";
import { createBrowser } from "../stage/browser.ts";
import { flagsOf, freePort, projectWith } from "./project.ts";
import { folderWith, running, saoma } from "./saoma.ts";

const secret = "8c1f0a7be2d94f6390b5c7d2e4a86f13";
const appid = "wx0123456789abcdef";
const tea = { kind: "service", appid, name: "青禾", secret, origin: "https://shop.example.com" };
const init = (cwd: string, flags: Readonly<Record<string, string>>, ...more: string[]) =>
  saoma(["init", ...flagsOf(flags), ...more], { cwd });
const read = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

test("the files of init for the simulator's 服务号 run, and sign a person in", async () => {
  const { url: wechat, simulator, close } = await serveSimulator({ port: 0, host: "127.0.0.1" });
  onTestFinished(close);
  const account = simulator.world().accounts.find(({ kind }) => kind === "service");
  if (!account) throw new Error("the default world has a 服务号");
  const [cwd, port] = [projectWith(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const { token, secret, appid, name } = account;
  const { code, stdout } = await init(cwd, { kind: "service", appid, name, secret, origin, wechat });
  expect(code).toBe(0);
  expect((await saoma(["config", "check"], { cwd })).stdout).toContain("The configuration is good");
  await running(["serve", "--port", String(port)], { cwd });
  // The console's fields, filled in with the output of init.
  const said = (field: string) => new RegExp(`^ {6}${field}\\([^)]*\\) +(\\S+)$`, "m").exec(stdout)?.[1] ?? "";
  await simulator.control.patchAccount(
    appid,
    { pushUrl: said("URL "), token: said("Token "), aesKey: said("EncodingAESKey "), mode: "safe" },
    true,
  );
  expect(said("Token ")).not.toBe(token);
  const browser = createBrowser({ fetch: (request) => fetch(request) }, origin);
  const attempt = (await (await browser.request("POST", "/v1/attempts", { body: {} })).json()) as {
    id: string;
    qr: { content: string };
  };
  await simulator.control.scan("xiaoming", { content: attempt.qr.content });
  await simulator.control.follow("xiaoming", appid);
  const prompt = simulator.control.chat("xiaoming", appid).at(-1);
  await simulator.control.tap("xiaoming", appid, prompt?.id ?? "");
  const redeemed = await browser.request("POST", `/v1/attempts/${attempt.id}/redeem`, { body: {} });
  expect([redeemed.status, await redeemed.json()]).toEqual([
    200,
    expect.objectContaining({ account: expect.anything() }),
  ]);
});

const kinds = [
  ["service", {}, ["安全模式", "IP 白名单", "自动回复", "自定义菜单", "网页授权域名", "MP_verify_"]],
  ["subscription", {}, ["安全模式", "自动回复", "needs no AppSecret"]],
  ["test", {}, ["明文模式", "接口配置信息", "sandbox"]],
  ["mini-program", {}, ["request合法域名", "pages/login/login", "隐私保护指引"]],
  ["mini-program", { token: "teahouse2026" }, ["消息推送", "teahouse2026", "EncodingAESKey"]],
  ["website", {}, ["授权回调域", "shop.example.com"]],
] as const;

test.each(kinds)(
  "for a %s with %o, what init writes is a good configuration, and the console's fields are named",
  async (kind, more, said) => {
    const cwd = projectWith();
    const flags = { ...tea, kind, ...more } as Record<string, string>;
    if (kind === "subscription") delete flags.secret;
    const { code, stdout, stderr } = await init(cwd, flags);
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of said) expect(stdout).toContain(words);
    const checked = await saoma(["config", "check"], { cwd });
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining("The configuration is good: 1 source") });
  },
);

test("with a program that signs people in by OpenID Connect, init makes it a client and says what to type into it", async () => {
  const cwd = projectWith();
  const openid = "https://wiki.example.net/auth/callback";
  const { code, stdout, stderr } = await init(cwd, { ...tea, openid, application: "wiki" });
  expect([code, stderr]).toEqual([0, ""]);
  expect(read(cwd, "saoma.config.mts")).toContain(`openid: { redirectUris: ["${openid}"] }`);
  expect(read(cwd, ".env")).toMatch(/^SAOMA_WIKI_CLIENT_SECRET=[A-Za-z0-9]{32}$/m);
  for (const said of ["oidc-provider@9", "https://shop.example.com/.well-known/openid-configuration", openid])
    expect(stdout).toContain(said);
  expect(stdout).toMatch(/^ +client id +wiki$/m);
  expect((await saoma(["config", "check"], { cwd })).code).toBe(0);
  const wrong = await init(projectWith(), { ...tea, openid: "http://wiki.example.net/callback" });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--openid must be https")]);
});

test("secrets are new each time, only their owner's to read, and not Git's", async () => {
  const [one, other] = [folderWith(), folderWith({ ".gitignore": "node_modules" })];
  await init(one, tea);
  await init(other, tea);
  expect(statSync(join(one, ".env")).mode & 0o777).toBe(0o600);
  expect(read(one, ".env").match(/^SAOMA_\w+=\S+$/gm)).toHaveLength(4);
  expect(read(one, ".env")).not.toBe(read(other, ".env"));
  expect(read(one, "saoma.config.mts")).not.toContain(secret);
  expect(read(other, ".gitignore")).toBe("node_modules\n.env\n/data/\n");
});

test.each([
  ["commonjs", `{"type":"commonjs"}`],
  ["nothing", `{"name":"site"}`],
  ["module", `{"type":"module"}`],
])("where package.json says %s, the configuration can be run there and in a folder below", async (_, manifest) => {
  const above = projectWith({ "package.json": manifest });
  const below = join(above, "login");
  mkdirSync(below);
  for (const cwd of [above, below]) {
    await init(cwd, tea);
    expect(existsSync(join(cwd, "saoma.config.mts"))).toBe(true);
    expect((await saoma(["config", "check"], { cwd })).code).toBe(0);
  }
});

test("a saoma.config.ts that is there is replaced by --force, and not doubled", async () => {
  const cwd = projectWith({ "package.json": `{"type":"module"}`, "saoma.config.ts": "old" });
  await init(cwd, tea, "--force");
  expect(read(cwd, "saoma.config.ts")).toContain("defineConfig");
  expect(existsSync(join(cwd, "saoma.config.mts"))).toBe(false);
});

test("a configuration that is there stays as it is, until --force", async () => {
  const cwd = folderWith({ "saoma.config.mjs": "mine" });
  const { code, stderr } = await init(cwd, tea);
  expect([code, stderr]).toEqual([
    1,
    "saoma: saoma.config.mjs is there already. Replace it with --force, or edit it.\n",
  ]);
  expect(existsSync(join(cwd, ".env"))).toBe(false);
});

test("another program's .env keeps its lines; a secret of ours in it stays, until --force", async () => {
  const cwd = folderWith({ ".env": "SHOP=1\n" });
  await init(cwd, tea);
  const first = read(cwd, ".env");
  expect(first).toMatch(/^SHOP=1\n\n# Made by `saoma init`/);
  const again = await init(cwd, tea);
  expect(again.code).toBe(1);
  expect(read(cwd, ".env")).toBe(first);
  expect((await init(cwd, tea, "--force")).code).toBe(0);
  expect(read(cwd, ".env")).toMatch(/^SHOP=1\n\n# Made by `saoma init`/);
  expect(read(cwd, ".env").match(/SAOMA_SECRET=/g)).toHaveLength(1);
  expect(read(cwd, ".env")).not.toBe(first);
});

test("without a configuration of ours, a secret of ours in .env still stays", async () => {
  const cwd = folderWith({ ".env": "SAOMA_SECRET=keep-me\n" });
  const { code, stderr } = await init(cwd, tea);
  expect([code, stderr]).toEqual([1, expect.stringContaining(".env has SAOMA_SECRET already")]);
  expect([read(cwd, ".env"), existsSync(join(cwd, "saoma.config.mts"))]).toEqual(["SAOMA_SECRET=keep-me\n", false]);
});

test.each([
  ["nothing", [], "--kind, --appid, --name, --secret, --origin are missing"],
  [
    "all but one",
    [
      "--yes",
      ...flagsOf({ ...tea, secret: "" }).filter((word, at, all) => word !== "--secret" && all[at - 1] !== "--secret"),
    ],
    "--secret is missing",
  ],
  [
    "a wrong kind and a wrong appid",
    ["--kind", "servic", "--appid", "wx1"],
    `--kind must be "service", "subscription", "test", "mini-program" or "website".`,
  ],
  ["a wrong appid", flagsOf({ ...tea, appid: "wx1" }), "--appid must be wx and 16 hexadecimal digits"],
  [
    "an origin with a path",
    flagsOf({ ...tea, origin: "https://shop.example.com/" }),
    "--origin must be an origin alone",
  ],
  [
    "a mode where there is none",
    flagsOf({ ...tea, kind: "website", mode: "safe" }),
    "--mode does not go with --kind website",
  ],
  ["a domain file that is none", flagsOf({ ...tea, "mp-verify": "MP_verify_x.txt" }), "--mp-verify must be the file"],
  ["neither yes nor no", flagsOf({ ...tea, "in-wechat": "maybe" }), "--in-wechat must be yes or no."],
])("given %s and no terminal, init says so at once and writes nothing", async (_, args, said) => {
  const cwd = folderWith();
  const { code, stderr, stdout } = await saoma(["init", ...args], { cwd });
  expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(said)]);
  expect(stderr).not.toContain("Usage:");
  expect(existsSync(join(cwd, ".env"))).toBe(false);
});

test.each([
  ["service", {}, true],
  ["test", {}, true],
  ["service", { "in-wechat": "yes" }, false],
  ["subscription", {}, false],
])("for a %s with %o, whether people inside WeChat stay at the QR is written down: %s", async (kind, more, stays) => {
  const cwd = folderWith();
  const { secret: _, ...nameless } = tea;
  const { code, stdout } = await init(cwd, { ...(kind === "subscription" ? nameless : tea), kind, ...more });
  expect(code).toBe(0);
  expect(read(cwd, "saoma.config.mts").includes("inWechat: false")).toBe(stays);
  expect(stdout.includes("take inWechat: false out")).toBe(stays);
});

test("WeChat's domain file goes into the configuration, and is served", async () => {
  const cwd = projectWith({ "MP_verify_aB3.txt": "aB3xyz\n" });
  const port = await freePort();
  expect((await init(cwd, { ...tea, origin: `http://127.0.0.1:${port}`, "mp-verify": "MP_verify_aB3.txt" })).code).toBe(
    0,
  );
  expect(read(cwd, "saoma.config.mts")).not.toContain("inWechat");
  const { url } = await running(["serve", "--port", String(port)], { cwd });
  expect(await (await fetch(`${url}/MP_verify_aB3.txt`)).text()).toBe("aB3xyz");
});

test("a configuration without the package says what to install", async () => {
  const cwd = folderWith();
  expect((await init(cwd, tea)).stdout).toContain("1.  Run npm install saoma");
  expect((await saoma(["config", "check"], { cwd })).stderr).toContain("Run `npm install saoma` in that folder.");
});

test("what the environment says comes before .env", async () => {
  const cwd = projectWith();
  await init(cwd, tea);
  const { stderr } = await saoma(["config", "check"], { cwd, env: { SAOMA_SECRET: "short" } });
  expect(stderr).toContain(
    "secret must have at least 32 characters, this one has 5. Make one with `openssl rand -base64 48`, and set SAOMA_SECRET",
  );
});

test(".env is read beside the configuration that --config names", async () => {
  const cwd = projectWith();
  await init(cwd, tea);
  const { code } = await saoma(["config", "check", "--config", join(cwd, "saoma.config.mts")], { cwd: folderWith() });
  expect(code).toBe(0);
});

test("every question has its option, and every option its question", () => {
  const { options = {} } = commands.find(({ name }) => name === "init") ?? {};
  const asked = questions.map(({ name }) => name);
  expect(
    Object.keys(options)
      .filter((name) => name !== "yes" && name !== "force")
      .sort(),
  ).toEqual(asked.sort());
});

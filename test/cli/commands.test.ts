import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { folderWith, running, saoma } from "./saoma.ts";

const source = {
  kind: "service",
  appid: "wx0123456789abcdef",
  name: "Tea House",
  secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
  token: "teahouse2026",
  aesKey: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
};
const options = {
  origin: "https://login.tea.example",
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  database: { path: "saoma.db" },
  sources: [source],
  applications: [{ id: "tea", name: "Tea House" }],
};
const anyPorts = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0" };
const configured = (changes: object = {}): string =>
  folderWith({ "saoma.config.mjs": `export default ${JSON.stringify({ ...options, ...changes })}` });

/** A port that another process uses. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("serve says when it is ready, answers, and exits 0 on SIGTERM", async () => {
  const { url, stop } = await running(["serve", "--port", "0"], { cwd: configured() });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await stop()).toMatchObject({ code: 0, stdout: `saoma serve ready on ${url}\n` });
});

test("serve has a page at / for people, which says that it runs and nothing of the configuration", async () => {
  const { url, stop } = await running(["serve", "--port", "0"], { cwd: configured() });
  const open = async (path: string, language: string, method = "GET") => {
    const response = await fetch(url + path, { method, headers: { "accept-language": language } });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const page = await open("/", "en");
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.text).toContain("The service is running");
  expect((await open("/?from=search", "zh-CN")).text).toContain("服务正在运行");
  expect(await open("/", "en", "HEAD")).toMatchObject({ status: 200, text: "" });
  for (const secret of ["Tea House", "tea.example", source.appid]) expect(page.text).not.toContain(secret);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect((await open("/", "en", "POST")).status).toBe(404);
  expect((await open("/index.html", "en")).status).toBe(404);
  await stop();
});

test("Ctrl-C is the same", async () => {
  const { stop } = await running(["serve", "--port", "0"], { cwd: configured() });
  expect((await stop("SIGINT")).code).toBe(0);
});

// The terminal signals npm and Saoma, and npm forwards its own signal. The second signal is the same Ctrl-C, not another one.
test("Ctrl-C by way of npm, with a page open, closes the database", async () => {
  const cwd = folderWith();
  const { url, stop } = await running(["dev"], { cwd, env: anyPorts });
  const headers = { origin: url, "content-type": "application/json" };
  const started = await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: "{}" });
  const { id } = (await started.json()) as { id: string };
  const cookie = started.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await fetch(`${url}/v1/attempts/${id}/events`, { headers: { cookie } });
  expect(page.status).toBe(200);
  const stopped = stop("SIGINT");
  await page.text();
  void stop("SIGINT");
  expect((await stopped).code).toBe(0);
  expect(readdirSync(join(cwd, ".saoma")).filter((name) => /-wal|-shm/.test(name))).toEqual([]);
});

test("serve in plaintext mode warns at every start", async () => {
  const { stop } = await running(["serve", "--port", "0"], {
    cwd: configured({ sources: [{ ...source, mode: "plain", token: "teahouse2026teahouse2026" }] }),
  });
  const { stderr } = await stop();
  expect(stderr).toContain('"level":"warn"');
  expect(stderr).toContain("are not encrypted");
});

test.each([
  ["serve", ["serve", "--port", "0"]],
  ["config check", ["config", "check"]],
  ["migrate", ["migrate"]],
])("%s refuses a misspelt configuration, naming each option", async (_, args) => {
  const cwd = configured({ orgin: "x", secret: "short" });
  const { code, stdout, stderr } = await saoma(args, { cwd });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("orgin is an unknown option. Did you mean origin?");
  expect(stderr).toContain("secret must have at least 32 characters");
  expect(stderr).not.toContain("    at ");
});

test("a missing configuration is a sentence", async () => {
  const { code, stderr } = await saoma(["serve"]);
  expect(code).toBe(1);
  expect(stderr).toContain("saoma.config.mts is missing in ");
});

test("a valid configuration is called valid, with warnings about unsafe settings", async () => {
  const { code, stdout } = await saoma(["config", "check"], {
    cwd: configured({ sources: [{ ...source, mode: "plain", token: "teahouse2026teahouse2026" }] }),
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Warning: the pushes of wx0123456789abcdef are not encrypted/);
  expect(stdout).toContain("The configuration is good: 1 source, 1 application.");
});

test("migrate makes the database, and has nothing to do the second time", async () => {
  const cwd = configured();
  expect((await saoma(["migrate"], { cwd })).stdout).toMatch(
    /^applied .+\n(.*\n)*The database saoma.db is up to date\.\n$/,
  );
  expect((await saoma(["migrate"], { cwd })).stdout).toBe("The database saoma.db is up to date.\n");
});

test.each([
  [
    "no database",
    (path: string) => writeFileSync(path, "no database, by far. ".repeat(100)),
    "Stop Saoma and run `saoma restore`",
  ],
  ["a torn one", (path: string) => truncateSync(path, 40_000), "Stop Saoma and run `saoma restore`"],
  ["one cut to nearly nothing", (path: string) => truncateSync(path, 300), "Stop Saoma and run `saoma restore`"],
  [
    "one of a newer Saoma",
    (path: string) => sqlIn(path, "insert into migrations values ('9999-tomorrow', 0)"),
    "Install that version again (`npm install saoma@<version>`), or run `saoma restore`",
  ],
  [
    "another program's",
    (path: string) => sqlIn(path, "drop table migrations"),
    "Name a file of Saoma's own in database.path",
  ],
  [
    "a folder",
    (path: string) => {
      rmSync(path);
      mkdirSync(path);
    },
    "Look at it with `ls -ld",
  ],
])("serve on %s says the remedy in one sentence", async (_, breakIt, remedy) => {
  const cwd = configured({ database: { path: "saoma.db" } });
  const path = join(cwd, "saoma.db");
  await saoma(["migrate"], { cwd });
  sqlIn(path, "PRAGMA journal_mode = DELETE");
  breakIt(path);
  const { code, stdout, stderr } = await saoma(["serve", "--port", "0"], { cwd });
  expect([code, stdout]).toEqual([1, ""]);
  const said = stderr.split("\n").filter((line) => line.startsWith("saoma: "));
  expect(said).toEqual([expect.stringContaining(remedy)]);
  expect(said[0]).toContain("saoma.db");
  expect(stderr).not.toContain("    at ");
  expect(stderr).not.toContain('"stack"');
});

function sqlIn(path: string, sql: string): void {
  using connection = new DatabaseSync(path);
  connection.exec(sql);
}

test.each(["serve", "simulator"])("%s refuses a taken port with a sentence that names the flag", async (command) => {
  const port = await takenPort();
  const { code, stderr } = await saoma([command, "--port", String(port)], { cwd: configured() });
  expect(code).toBe(1);
  expect(stderr).toContain(
    `saoma: port ${port} is taken by another process. Choose another with --port, as in --port `,
  );
});

test("the simulator says when it is ready, shows its world, and exits 0", async () => {
  const { url, stop } = await running(["simulator", "--port", "0"]);
  const world = await (await fetch(`${url}/_sim/world`)).json();
  expect(world).toMatchObject({ people: [{}, {}, {}] });
  expect(await stop()).toMatchObject({ code: 0, stdout: `saoma simulator ready on ${url}\n` });
});

test("the simulator takes a world from a file", async () => {
  const { url } = await running(["simulator", "--port", "0", "--world", "world.json"], {
    cwd: folderWith({
      "world.json": JSON.stringify({
        accounts: [{ ...source, secret: source.secret, originalId: "gh_0123456789ab" }],
        people: [{ name: "mei", displayName: "Mei" }],
      }),
    }),
  });
  expect(await (await fetch(`${url}/_sim/world`)).json()).toMatchObject({ people: [{ name: "mei" }] });
});

test("an invalid world is refused with the reason", async () => {
  const cwd = folderWith({ "world.json": JSON.stringify({ accounts: [], people: [] }) });
  const { code, stderr } = await saoma(["simulator", "--port", "0", "--world", "world.json"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^saoma: world\.json is no world: .*accounts/);
});

test("dev prints one address, where the demo page is", async () => {
  const { url, stop } = await running(["dev"], { env: anyPorts });
  const response = await fetch(url);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
  expect(await response.text()).toContain("<saoma-login");
  expect(await stop()).toMatchObject({ code: 0, stdout: `saoma dev ready on ${url}\n`, stderr: "" });
});

test("dev starts an attempt whose QR came from the simulator", async () => {
  const { url } = await running(["dev"], { env: anyPorts });
  const headers = { origin: url, "content-type": "application/json" };
  const response = await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: "{}" });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    status: "pending",
    qr: { content: expect.stringContaining("weixin.qq.com/q/") },
  });
});

test("dev sends localhost to the printed address", async () => {
  const { url } = await running(["dev"], { env: anyPorts });
  const local = url.replace("127.0.0.1", "localhost");
  const response = await fetch(`${local}/?lang=en`, { redirect: "manual" });
  expect([response.status, response.headers.get("location")]).toEqual([307, `${url}/?lang=en`]);
});

test("dev keeps its database and a secret that only its owner reads", async () => {
  const cwd = folderWith();
  const first = await running(["dev"], { cwd, env: anyPorts });
  await first.stop();
  const secret = readFileSync(join(cwd, ".saoma/secret"), "utf8");
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(statSync(join(cwd, ".saoma/secret")).mode & 0o777).toBe(0o600);
  const second = await running(["dev"], { cwd, env: anyPorts });
  await second.stop();
  expect(readFileSync(join(cwd, ".saoma/secret"), "utf8")).toBe(secret);
});

test.each([["SAOMA_PORT"], ["SAOMA_SIMULATOR_PORT"]])("dev refuses a taken %s instead of moving on", async (name) => {
  const port = await takenPort();
  const { code, stderr } = await saoma(["dev"], { env: { ...anyPorts, [name]: String(port) } });
  expect(code).toBe(1);
  expect(stderr).toContain(
    `saoma: port ${port} is taken by another process. Choose another with ${name}, as in ${name}=${port + 1};`,
  );
});

test("two devs at once take the next free ports", async () => {
  const [first, second] = [await running(["dev"]), await running(["dev"])];
  expect(first.url).not.toBe(second.url);
  expect((await fetch(second.url)).status).toBe(200);
});

test("keys rotate names the new key, beside a running service", async () => {
  const cwd = configured();
  const { url, stop } = await running(["serve", "--port", "0"], { cwd });
  const { code, stdout } = await saoma(["keys", "rotate"], { cwd });
  expect(code).toBe(0);
  const kid = /The new key is (\S+)\. /.exec(stdout)?.[1];
  const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  expect(keys).toHaveLength(2);
  expect(keys.map((key) => key.kid)).toContain(kid);
  const none = await saoma(["keys", "rotate", "--of", "id-tokens"], { cwd });
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("no application is a client of OpenID")]);
  const unknown = await saoma(["keys", "rotate", "--of", "cookies"], { cwd });
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringContaining("--of must be access-tokens or id-tokens"),
  ]);
  expect((await stop()).code).toBe(0);
});

test("identities report says that there is nothing to decide, where there is nothing", async () => {
  const { code, stdout } = await saoma(["identities", "report"], { cwd: configured() });
  expect([code, stdout]).toEqual([0, "No user appears to have two accounts.\n"]);
});

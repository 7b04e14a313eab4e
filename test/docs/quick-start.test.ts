import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createSaoma } from "../../src/index.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { configOf } from "../repo/page-config.ts";
import { blocksOf, pages, read, root } from "../repo/pages.ts";

/** How people sign in by the page's account by default. */
const channels = {
  "test-account.md": "official-account-qr",
  "service-account.md": "official-account-qr",
  "subscription-account.md": "official-account-code",
  "mini-program.md": "mini-program",
  "website-app.md": "open-platform",
  "in-wechat.md": "in-wechat",
} as const;

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

test("each quick start has its way of signing in", () => {
  const names = pages
    .filter((page) => /^docs\/quick-start\/(?!README|simulator)/.test(page))
    .map((page) => page.split("/").at(-1));
  expect(names).toEqual(Object.keys(channels).sort());
});

test.each(Object.entries(channels))("the configuration of %s signs a person in by %s", async (name, channel) => {
  const config = await configOf(`docs/quick-start/${name}`);
  const saoma = createTestSaoma(createSaoma, { ...config, database: { path: ":memory:" } }, { log: quiet });
  onTestFinished(() => saoma.close());
  const { identity } = await signIn(saoma, "Ming", { channel });
  expect(identity).toMatchObject({ channel, appid: config.sources[0]?.appid });
});

const index = new URL("src/index.ts", root).href;

/** The quick start's `site.mts` at this port, beside its configuration. It prints the address that it listens on. */
function writeSite(folder: string, port = 0): void {
  const site =
    blocksOf(read("docs/quick-start/README.md")).find(({ code }) => code.startsWith("// site.mts"))?.code ?? "";
  const listens = `server.listen(${port}, "127.0.0.1", () => console.log(server.address().port))`;
  const here = site.replace(`from "saoma"`, `from "${index}"`).replace(`server.listen(7080, "127.0.0.1")`, listens);
  writeFileSync(join(folder, "site.mts"), here);
}

/** A folder as a reader of the quick start for 公众号 has it. */
function folderOfSite(): string {
  const page = blocksOf(read("docs/quick-start/subscription-account.md"));
  const config = page.find(({ code }) => code.includes("defineConfig"))?.code ?? "";
  const folder = folderWith({ "saoma.config.mts": config.replace(`from "saoma"`, `from "${index}"`) });
  writeSite(folder);
  return folder;
}

const env = {
  PATH: process.env.PATH,
  SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
  SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026teahouse2026",
  SAOMA_WX0123456789ABCDEF_AES_KEY: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
};

async function runSite(folder: string): Promise<{ readonly site: ChildProcess; readonly port: number }> {
  const site = spawn(process.execPath, ["site.mts"], { cwd: folder, env, stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void site.kill("SIGKILL"));
  const [port] = await once(site.stdout, "data");
  return { site, port: Number(port) };
}

test("the site of the quick starts serves its page, the element and the API", async () => {
  const { port } = await runSite(folderOfSite());
  const url = `http://127.0.0.1:${port}`;
  const page = await fetch(url);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const script = /src="([^"]+)"/.exec(await page.text())?.[1];
  expect((await fetch(url + script)).headers.get("content-type")).toContain("text/javascript");
  const headers = { origin: "https://login.example.com", "content-type": "application/json" };
  const started = await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: "{}" });
  expect(await started.json()).toMatchObject({
    channel: "official-account-code",
    code: { sendTo: { name: "周末手记" } },
  });
});

test.each(["SIGTERM", "SIGINT"] as const)("the site of the quick starts closes its database on %s", async (signal) => {
  const folder = folderOfSite();
  const { site } = await runSite(folder);
  const database = join(folder, "data/saoma.db");
  expect(existsSync(`${database}-wal`)).toBe(true);
  const exit = once(site, "exit");
  site.kill(signal);
  expect(await exit).toEqual([0, null]);
  expect([existsSync(database), existsSync(`${database}-wal`)]).toEqual([true, false]);
});

test.each([
  [{}, "Port {} is taken by another process. Stop that one, or listen on another port.\n"],
  [{ LANG: "zh_CN.UTF-8" }, "端口 {} 被别的进程占用了。停掉那个进程，或者换一个端口。\n"],
])("where its port is taken, the site of the quick starts says one sentence: %j", async (terminal, sentence) => {
  const folder = folderOfSite();
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  writeSite(folder, port);
  const options = { cwd: folder, env: { ...env, ...terminal }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["site.mts"], options);
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: sentence.replace("{}", String(port)) });
  expect(existsSync(join(folder, "data/saoma.db-wal"))).toBe(false);
});

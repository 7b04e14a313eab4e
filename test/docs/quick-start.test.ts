import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createSaoma } from "../../src/index.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { configOf } from "../repo/page-config.ts";
import { blocksOf, pages, read, root } from "../repo/pages.ts";

/** How the page's account signs people in, first of all. */
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

test.each(Object.entries(channels))("the configuration of %s signs somebody in by %s", async (name, channel) => {
  const config = await configOf(`docs/quick-start/${name}`);
  const saoma = createTestSaoma(createSaoma, { ...config, database: { path: ":memory:" } }, { log: quiet });
  onTestFinished(() => saoma.close());
  const { identity } = await signIn(saoma, "Ming", { channel });
  expect(identity).toMatchObject({ channel, appid: config.sources[0]?.appid });
});

/** The quick starts' `site.mts`, beside this configuration. It says where it listens, at any free port. */
function writeSite(folder: string): void {
  const site =
    blocksOf(read("docs/quick-start/README.md")).find(({ code }) => code.startsWith("// site.mts"))?.code ?? "";
  const index = new URL("src/index.ts", root).href;
  const anyPort = site.replace(`from "saoma"`, `from "${index}"`).replace("server.listen(7080,", "server.listen(0,");
  writeFileSync(
    join(folder, "site.mts"),
    `${anyPort}server.on("listening", () => console.log(server.address().port));\n`,
  );
}

test("the site of the quick starts serves its page, the element and the API", async () => {
  const config = blocksOf(read("docs/quick-start/subscription-account.md")).find(({ code }) =>
    code.includes("defineConfig"),
  );
  const index = new URL("src/index.ts", root).href;
  const folder = folderWith({
    "saoma.config.mts": (config?.code ?? "").replace(`from "saoma"`, `from "${index}"`),
  });
  writeSite(folder);
  const env = {
    PATH: process.env.PATH,
    SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
    SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026teahouse2026",
    SAOMA_WX0123456789ABCDEF_AES_KEY: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
  };
  const site = spawn(process.execPath, ["site.mts"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void site.kill("SIGKILL"));
  const [port] = await once(site.stdout, "data");
  const url = `http://127.0.0.1:${String(port).trim()}`;
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

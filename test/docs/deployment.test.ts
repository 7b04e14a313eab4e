import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { createSaoma, type SaomaOptions } from "../../src/index.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { configOf } from "../repo/page-config.ts";
import { blocksOf, read } from "../repo/pages.ts";
import { createBrowser } from "../stage/browser.ts";

const page = "docs/deployment.md";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function serve(changes: Partial<SaomaOptions> = {}) {
  const options = { ...(await configOf(page)), database: { path: ":memory:" }, ...changes };
  const saoma = createTestSaoma(createSaoma, options, { log: quiet });
  onTestFinished(() => saoma.close());
  return { saoma, options };
}

/** The page's command that has this in it, without the shell's quotes. */
const commandWith = (text: string): string =>
  blocksOf(read(page))
    .flatMap(({ code }) => code.split("\n"))
    .find((line) => line.includes(text)) ?? "";

test("each site's page starts a sign-in at its own host, and none in another's name", async () => {
  const { saoma } = await serve();
  const start = (origin: string, application: string) =>
    createBrowser(saoma, origin).request("POST", "/v1/attempts", {
      body: { application, channel: "official-account-code" },
    });
  expect((await start("https://shop.example.com", "shop")).status).toBe(201);
  expect((await start("https://blog.example.net", "blog")).status).toBe(201);
  expect((await start("https://blog.example.net", "shop")).status).toBe(403);
});

test("a person has one account on all sites, and a session on each", async () => {
  const { saoma } = await serve();
  const shop = await signIn(saoma, "Ming", { application: "shop" });
  const blog = await signIn(saoma, "Ming", { application: "blog" });
  expect(blog.account.id).toBe(shop.account.id);
  const ask = (application: string) => saoma.session({ headers: { cookie: shop.cookie } }, { application });
  expect((await ask("shop"))?.account.id).toBe(shop.account.id);
  expect(await ask("blog")).toBeUndefined();
});

test("the command after a restore ends every session", async () => {
  const path = join(folderWith(), "saoma.db");
  const { saoma, options } = await serve({ database: { path } });
  const { cookie } = await signIn(saoma, "Ming", { application: "shop" });
  await saoma.close();
  const database = new DatabaseSync(path);
  database.exec(/"(UPDATE .*)"$/.exec(commandWith("UPDATE sessions"))?.[1] ?? "");
  database.close();
  const again = createTestSaoma(
    createSaoma,
    { ...options, secret: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE" },
    { log: quiet },
  );
  onTestFinished(() => again.close());
  expect(await again.session({ headers: { cookie } })).toBeUndefined();
});

test("the backup with nothing but Node is a database with everybody in it", async () => {
  const folder = folderWith();
  const { saoma } = await serve({ database: { path: join(folder, "saoma.db") } });
  const { account } = await signIn(saoma, "Ming", { application: "shop" });
  const script = /node -e '(.*?)'$/ms.exec(read(page))?.[1] ?? "";
  execFileSync(process.execPath, [
    "-e",
    script.replace("/var/lib/saoma/saoma.db", join(folder, "saoma.db")).replace("/var/backups/", `${folder}/`),
  ]);
  const copy = new DatabaseSync(join(folder, "saoma-copy.db"));
  onTestFinished(() => copy.close());
  expect(copy.prepare("SELECT id FROM accounts").all()).toEqual([{ id: account.id }]);
});

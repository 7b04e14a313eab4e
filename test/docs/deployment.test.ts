import { expect, onTestFinished, test } from "vitest";
import { createSaoma, type SaomaOptions } from "../../src/index.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { configOf } from "../repo/page-config.ts";
import { createBrowser } from "../stage/browser.ts";

const page = "docs/deployment.md";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function serve(changes: Partial<SaomaOptions> = {}) {
  const options = { ...(await configOf(page)), database: { path: ":memory:" }, ...changes };
  const saoma = createTestSaoma(createSaoma, options, { log: quiet });
  onTestFinished(() => saoma.close());
  return { saoma, options };
}

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

import { expect, onTestFinished, test } from "vitest";
import { createSaoma } from "../../src/index.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function signedIn(mode: "cookie" | "token") {
  const options = {
    origin: "https://shop.test",
    database: { path: ":memory:" },
    sources: [{ kind: "service" as const, appid: "wx0123456789abcdef", name: "青禾" }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
  };
  const saoma = createTestSaoma(createSaoma, options, { log: quiet });
  onTestFinished(() => saoma.close());
  return { saoma, ...(await signIn(saoma, "Ming", { mode })) };
}

test("the caller may pass a Fetch request, its headers, or Node's headers", async () => {
  const { saoma, cookie, session } = await signedIn("cookie");
  const headers = new Headers({ cookie });
  const asked = [new Request("https://shop.test", { headers }), { headers }, { headers: { cookie } }];
  for (const request of asked) expect((await saoma.session(request))?.session.id).toBe(session.id);
});

test("an access token counts in Node's headers, too", async () => {
  const { saoma, accessToken, session } = await signedIn("token");
  const request = { headers: { authorization: `Bearer ${accessToken}` } };
  expect((await saoma.session(request))?.session.id).toBe(session.id);
});

test("a header called get is no way in, and no way to break anything", async () => {
  const { saoma } = await signedIn("cookie");
  expect(await saoma.session({ headers: { get: "x" } })).toBeUndefined();
  expect(await saoma.session({ headers: {} })).toBeUndefined();
});

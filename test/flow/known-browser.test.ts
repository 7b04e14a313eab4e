import { afterEach, beforeEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { look, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ application: { confirm: "always", logo: "https://shop.saoma.test/mark.png" } });
});

afterEach(() => stage.close());

async function granted(browser: Browser, person: string) {
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.tap(person, "是我，登录");
  return started;
}

async function signIn(browser: Browser, person: string): Promise<string> {
  await redeem(browser, await granted(browser, person));
  // Two sign-ins at the same millisecond have no order.
  await stage.clock.advance(1_000);
  return (await whoIs(browser))?.account.id ?? "";
}

test("a browser hears who scanned only where they have signed in there before", async () => {
  const browser = stage.browser();
  const id = await signIn(browser, "xiaoming");

  const again = await start(browser);
  await stage.scan("xiaoming", again);
  expect(await look(browser, again)).toMatchObject({ status: "scanned", account: { id } });

  const elsewhere = stage.browser();
  const relayed = await start(elsewhere);
  await stage.scan("xiaoming", relayed);
  const seen = await look(elsewhere, relayed);
  expect(seen.status).toBe("scanned");
  expect(seen).not.toHaveProperty("account");

  await stage.clock.advance(181_000);
  const next = await start(browser);
  await stage.scan("xiaohong", next);
  expect(await look(browser, next)).not.toHaveProperty("account");
});

test("a granted attempt shows the person, and that the page has to ask if this browser last signed in as another one", async () => {
  const browser = stage.browser();
  const first = await granted(browser, "xiaoming");
  const view = await look(browser, first);
  expect(view).toMatchObject({ status: "granted", account: { name: expect.any(String), avatar: expect.any(String) } });
  expect(view).not.toHaveProperty("ask");
  await redeem(browser, first);
  await stage.clock.advance(1_000);

  const other = await granted(browser, "xiaohong");
  expect(await look(browser, other)).toMatchObject({ status: "granted", ask: true });
  await redeem(browser, other);
  await stage.clock.advance(1_000);

  expect(await look(browser, await granted(browser, "xiaohong"))).not.toHaveProperty("ask");
});

test("a user who says no to a granted attempt is not signed in by it, and stays signed in as before", async () => {
  const browser = stage.browser();
  const id = await signIn(browser, "xiaoming");
  const theirs = await granted(browser, "xiaohong");
  const ended = await browser.request("DELETE", `/v1/attempts/${theirs.id}`);
  expect(await ended.json()).toMatchObject({ status: "cancelled" });
  expect((await redeem(browser, theirs)).status).toBe(410);
  expect((await whoIs(browser))?.account.id).toBe(id);
});

test("a sign-in that was taken back leaves no name behind", async () => {
  const browser = stage.browser();
  await signIn(browser, "xiaoming");
  await stage.tap("xiaoming", "不是我");
  const next = await start(browser);
  await stage.scan("xiaoming", next);
  expect(await look(browser, next)).not.toHaveProperty("account");
});

test("a client that keeps its claim by itself is never a known browser", async () => {
  const browser = stage.browser();
  for (const _ of [1, 2]) {
    const response = await browser.request("POST", "/v1/attempts", { body: { claim: "header" } });
    const started = (await response.json()) as Awaited<ReturnType<typeof start>>;
    const headers = { authorization: `Claim ${started.claim}` };
    const seen = async () => (await browser.request("GET", `/v1/attempts/${started.id}`, { headers })).json();
    await stage.scan("xiaoming", started);
    expect(await seen()).not.toHaveProperty("account");
    await stage.tap("xiaoming", "是我，登录");
    expect(await seen()).toMatchObject({ account: { name: expect.any(String) } });
    await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { headers, body: {} });
  }
});

test("a started attempt names its application, with its mark", async () => {
  expect(await start(stage.browser())).toMatchObject({
    application: { name: "青禾茶铺", logo: "https://shop.saoma.test/mark.png" },
  });
});

import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { look, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

// A5: one scan at an application that never asks made a browser known at every application, for good.

let stage: Stage;

afterEach(() => stage.close());

const day = 86_400_000;
const shops: StageOptions = {
  options: {
    applications: [
      { id: "open", name: "开放", confirm: "never" },
      { id: "shop", name: "茶铺", default: true },
      { id: "bank", name: "钱庄", confirmBy: "number" },
      { id: "kiosk", name: "小亭", rememberBrowser: "never" },
      { id: "loyal", name: "老店", rememberBrowser: "90d" },
    ],
  },
};

/** Scans at this application, and confirms if it asks. Returns the session's id. */
async function signIn(browser: Browser, application: string): Promise<void> {
  const started = await start(browser, { application });
  await stage.scan("xiaoming", started);
  const { status, number } = await look(browser, started);
  if (status === "scanned") await stage.say("xiaoming", number ?? "1");
  expect((await redeem(browser, started)).status).toBe(200);
}

/** Whether the chat asks when this browser's QR is scanned again. */
async function isAsked(browser: Browser, application: string): Promise<boolean> {
  const started = await start(browser, { application });
  await stage.scan("xiaoming", started);
  const { status } = await look(browser, started);
  await browser.request("DELETE", `/v1/attempts/${started.id}`);
  return status === "scanned";
}

test("a scan at an application without confirmation makes the browser known nowhere else", async () => {
  stage = await setStage(shops);
  const browser = stage.browser();
  await signIn(browser, "open");
  expect(await isAsked(browser, "shop")).toBe(true);
});

test("a browser is known where it was confirmed, and to no other application", async () => {
  stage = await setStage(shops);
  const browser = stage.browser();
  await signIn(browser, "shop");
  expect([await isAsked(browser, "shop"), await isAsked(browser, "loyal")]).toEqual([false, true]);
});

test("a tap never answers for an application that wants the number", async () => {
  stage = await setStage(shops);
  const browser = stage.browser();
  await signIn(browser, "bank");
  expect(await isAsked(browser, "bank")).toBe(false);
  const tapped = stage.browser();
  await signIn(tapped, "shop");
  const stricter = { ...stage.options, applications: [{ id: "shop", name: "茶铺", confirmBy: "number" as const }] };
  Object.assign(stage.options, stricter);
  await stage.restart();
  expect(await isAsked(tapped, "shop")).toBe(true);
});

test("after a sign-out the browser is no longer known, unless the application keeps browsers for 90 days", async () => {
  stage = await setStage(shops);
  const browser = stage.browser();
  for (const application of ["shop", "loyal"]) {
    await signIn(browser, application);
    await browser.request("DELETE", "/v1/session");
  }
  expect([await isAsked(browser, "shop"), await isAsked(browser, "loyal")]).toEqual([true, false]);
});

test("a browser that has not signed in for 90 days is a stranger, and one is never known where none is remembered", async () => {
  stage = await setStage(shops);
  const browser = stage.browser();
  await signIn(browser, "loyal");
  await signIn(browser, "kiosk");
  expect(await isAsked(browser, "kiosk")).toBe(true);
  await stage.clock.advance(89 * day);
  expect(await isAsked(browser, "loyal")).toBe(false);
  await stage.clock.advance(2 * day);
  expect(await isAsked(browser, "loyal")).toBe(true);
});

test("a name is shown before the yes only if this application has signed the person in by this browser", async () => {
  stage = await setStage(shops);
  const browser = stage.browser();
  await signIn(browser, "shop");
  const there = await start(browser, { application: "loyal" });
  await stage.scan("xiaoming", there);
  expect(await look(browser, there)).not.toHaveProperty("account");
});

test("after a sign-out the mark still makes the page ask before a stranger's scan signs it in, and reveals no account", async () => {
  stage = await setStage({ application: { confirm: "never" } });
  const browser = stage.browser();
  const own = await start(browser);
  await stage.scan("xiaoming", own);
  await redeem(browser, own);
  const account = (await whoIs(browser))?.account.id ?? "";
  await browser.request("DELETE", "/v1/session");
  await stage.clock.advance(1_000);
  const strangers = await start(browser);
  await stage.scan("afei", strangers);
  expect(await look(browser, strangers)).toMatchObject({ status: "granted", ask: true });
  const again = await start(stage.browser());
  expect(again).not.toHaveProperty("account");
  expect(account).not.toBe("");
});

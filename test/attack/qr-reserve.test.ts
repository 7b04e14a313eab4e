import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { onBusyDay } from "../stage/busy-day.ts";
import { redeem, type Stage, setStage, start } from "../stage/stage.ts";
import { tally } from "./tally.ts";

// An attacker who uses up QRs blocks nobody's sign-in. The rest of a day's quota is reserved for browsers that people
// have signed in with, and no account gets more than its part of it.

vi.mock("../../src/login/transition/qr-quota.ts", async (original) => {
  const { createQrQuota } = await original<typeof import("../../src/login/transition/qr-quota.ts")>();
  return { createQrQuota: onBusyDay(createQrQuota) };
});

const { holds } = tally("the reserve of a day's QRs");

let stage: Stage;

afterEach(() => stage.close());

const perAccount = 20;
const sha = (text: string): string => createHash("sha256").update(text).digest("base64url");

async function signIn(person: string): Promise<Browser> {
  const browser = stage.browser();
  const started = await start(browser);
  await (started.code ? stage.say(person, started.code.text) : stage.scan(person, started));
  await stage.say(person, "1");
  expect((await redeem(browser, started)).status).toBe(200);
  return browser;
}

/** Starts an attempt in this browser and cancels it. Returns the channel that was offered. */
async function burn(browser: Browser): Promise<string> {
  const { id, channel } = await start(browser);
  await browser.request("DELETE", `/v1/attempts/${id}`);
  return channel;
}

test("strangers get nothing of the reserve, however they come", async () => {
  stage = await setStage();
  await burn(stage.browser());
  await burn(stage.browser());
  const forged = stage.browser();
  forged.cookies.set("__Host-saoma_browser", "A".repeat(43));
  for (const [attack, browser, body] of [
    ["a browser without a cookie", stage.browser(), {}],
    ["a cookie that nobody was given", forged, {}],
    ["a client with a claim of its own", stage.browser(), { claim: "header" }],
  ] as const) {
    holds((await start(browser, body)).channel === "official-account-code", attack);
  }
});

test("an account's browsers share one part of the reserve, and other accounts keep theirs", async () => {
  stage = await setStage();
  const [first, other] = [await signIn("xiaoming"), await signIn("xiaohong")];
  const second = await signIn("xiaoming");
  const got: string[] = [];
  for (let n = 0; n < perAccount; n++) got.push(await burn(n % 2 ? first : second));
  expect(new Set(got)).toEqual(new Set(["official-account-qr"]));
  holds((await burn(first)) === "official-account-code", "one more QR by the first browser");
  holds((await burn(second)) === "official-account-code", "one more QR by the second browser");
  holds((await burn(await signIn("xiaoming"))) === "official-account-code", "a browser that was signed in for it");
  holds((await burn(other)) === "official-account-qr", "to leave other accounts nothing");
});

test("a stored browser mark reveals no account without the service's secret", async () => {
  stage = await setStage();
  await signIn("xiaoming");
  const [row] = await stage.rows(
    "select accounts.id, identities.open_id, mark from accounts join identities on account_id = accounts.id, browser_marks",
  );
  const { mark, ...names } = row ?? {};
  const hashes = Object.values(names).flatMap((name) => [
    String(name),
    sha(String(name)),
    sha(`marked-account\0${String(name)}`),
  ]);
  expect(String(mark)).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
  for (const one of hashes) holds(!String(mark).includes(one), "to find the account in the mark");
});

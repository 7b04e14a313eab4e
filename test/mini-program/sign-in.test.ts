import { afterEach, expect, test } from "vitest";
import { createSignIn, type SignIn, type SignInState, sceneOf } from "../../mini-program/pages/login/sign-in.ts";
import type { Browser } from "../stage/browser.ts";
import { bind, codeFor, countSms, numberOf, setPhoneStage, viewOf } from "../stage/phone.ts";
import {
  look,
  origin,
  pair,
  problem,
  redeem,
  type Stage,
  type StageOptions,
  setStage,
  start,
  whoIs,
} from "../stage/stage.ts";
import { type PhoneOptions, playWx } from "./host.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "mini-program", ...options });
  await stage.simulator.control.patchAccount(stage.appid, { privacyContract: "《青禾用户隐私保护指引》" });
};

/** A browser with a pending attempt, whose code a person scans. Returns the page on the person's phone. */
async function opened(person = "xiaoming", options: PhoneOptions = {}) {
  const browser = stage.browser();
  const started = await start(browser);
  return { browser, started, ...(await take(person, started.qr?.image ?? "", options)) };
}

async function take(person: string, image: string, options: PhoneOptions = {}) {
  await stage.simulator.control.scan(person, { image });
  const page = await stage.simulator.control.miniProgram.view(person);
  const shown: SignInState[] = [];
  const wx = playWx(stage, person, options);
  const place = { origin, appid: stage.appid, scene: sceneOf(page?.query ?? {}) };
  const signIn: SignIn = createSignIn(wx.host, place, (state) => shown.push(state));
  return { ...wx, signIn, shown, last: () => shown.at(-1) };
}

test("the page asks, the tap allows, and the browser is signed in", async () => {
  await set();
  const { browser, started, signIn, shown, last } = await opened();
  await signIn.open();
  expect(shown).toEqual([
    { kind: "loading" },
    {
      kind: "ask",
      site: "青禾茶铺",
      browser: "Chrome · macOS",
      time: expect.stringMatching(/^北京时间 \d\d:\d\d$/),
      needsPhone: false,
    },
  ]);
  expect((await look(browser, started)).status).toBe("scanned");
  await signIn.allow();
  expect(last()).toEqual({ kind: "allowed", site: "青禾茶铺" });
  expect((await redeem(browser, started)).status).toBe(200);
});

test("without consent nothing is sent; with later consent the page continues", async () => {
  await set();
  const refusing = await opened("xiaoming", { privacy: "deny" });
  await refusing.signIn.open();
  expect(refusing.last()).toEqual({ kind: "consent" });
  expect(refusing.sent).toEqual([]);
  expect((await look(refusing.browser, refusing.started)).status).toBe("pending");
  const agreeing = await take("xiaoming", refusing.started.qr?.image ?? "");
  await agreeing.signIn.open();
  expect(agreeing.last()).toMatchObject({ kind: "ask" });
  expect(agreeing.sent).toEqual(["login", "scan"]);
});

test("to decline ends the attempt; after a sign-in it is taken back", async () => {
  await set();
  const first = await opened();
  await first.signIn.open();
  await first.signIn.decline();
  expect(first.last()).toEqual({ kind: "declined" });
  expect(await look(first.browser, first.started)).toMatchObject({ status: "declined", reason: "by_person" });

  const { browser, started, signIn, last } = await opened();
  await signIn.open();
  await signIn.allow();
  await redeem(browser, started);
  await signIn.decline();
  expect(last()).toEqual({ kind: "declined" });
  expect(await whoIs(browser)).toBeUndefined();
});

test("two taps are one", async () => {
  await set();
  const { signIn, sent } = await opened();
  await signIn.open();
  await Promise.all([signIn.allow(), signIn.allow(), signIn.decline()]);
  expect(sent).toEqual(["login", "scan", "confirm"]);
});

test("a code that another person scanned, that is over or that is invalid get different texts", async () => {
  await set();
  const { signIn, started } = await opened();
  const image = started.qr?.image ?? "";
  const other = await take("xiaohong", image);
  await signIn.open();
  await other.signIn.open();
  expect(other.last()).toEqual({ kind: "over", why: "taken" });

  const late = await opened("afei");
  await stage.clock.advance(315_000);
  await late.signIn.open();
  expect(late.last()).toEqual({ kind: "over", why: "expired" });

  const shown: SignInState[] = [];
  const { host } = playWx(stage, "afei");
  await createSignIn(host, { origin, appid: stage.appid, scene: "" }, (state) => shown.push(state)).open();
  await createSignIn(host, { origin, appid: stage.appid, scene: "made up" }, (state) => shown.push(state)).open();
  const unknown = { kind: "over", why: "unknown" };
  expect(shown.filter(({ kind }) => kind !== "loading")).toEqual([unknown, unknown]);
});

test("newcomers hear that they are refused", async () => {
  await set({ application: { newcomers: "refuse" } });
  const { signIn, last } = await opened();
  await signIn.open();
  expect(last()).toEqual({ kind: "over", why: "refused" });
});

test("without a network there is something to try again", async () => {
  await set();
  const { signIn, last, state } = await opened();
  state.isOffline = true;
  await signIn.open();
  expect(last()).toEqual({ kind: "trouble" });
  state.isOffline = false;
  await signIn.open();
  expect(last()).toMatchObject({ kind: "ask" });
});

test("where the session is too old, the page signs in again by itself", async () => {
  await set();
  const { signIn, sent, last } = await opened();
  await signIn.open();
  await stage.clock.advance(3_600_000);
  await signIn.allow();
  expect(sent).toEqual(["login", "scan", "confirm", "login", "confirm"]);
  expect(last()).toEqual({ kind: "over", why: "expired" });
});

test("the scene is what `onLoad` gets, decoded", async () => {
  await set();
  expect(sceneOf({ scene: "a%2Bb" })).toBe("a+b");
  expect(sceneOf({ scene: "%" })).toBe("");
  expect(sceneOf({})).toBe("");
});

/** The pairing code on the mini-program's page. */
const codeOn = (state: SignInState | undefined): string =>
  state && "pairingCode" in state ? (state.pairingCode ?? "") : "";

/** The same at a site that requires newcomers' phones. */
async function openedByNewcomer(person = "xiaoming") {
  stage = await setPhoneStage({ kind: "mini-program" });
  const visit = await opened(person);
  await visit.signIn.open();
  const phoneCode = async () => (await stage.simulator.control.miniProgram.phoneNumber(person, "allow")).code;
  return { ...visit, phoneCode };
}

test("a site that needs a phone says so on the page, and WeChat's button is enough", async () => {
  const { browser, started, signIn, last, phoneCode } = await openedByNewcomer();
  expect(last()).toMatchObject({ kind: "ask", needsPhone: true });
  await signIn.allow(await phoneCode());
  expect(last()).toEqual({ kind: "allowed", site: "青禾茶铺", pairingCode: expect.stringMatching(/^\d{6}$/) });
  expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");
  await pair(browser, started, codeOn(last()));
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account.phone).toBe("138****8001");
  expect(await countSms(stage, "xiaoming")).toBe(0);
});

test("a person who refuses WeChat the phone continues at the page, or changes their mind", async () => {
  const { browser, started, signIn, last, phoneCode } = await openedByNewcomer();
  await signIn.allow();
  expect(last()).toEqual({ kind: "phone", site: "青禾茶铺", pairingCode: expect.stringMatching(/^\d{6}$/) });
  await pair(browser, started, codeOn(last()));
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  await signIn.open();
  expect(last()).toEqual({ kind: "phone", site: "青禾茶铺" });
  await signIn.allow(await phoneCode());
  expect(last()).toEqual({ kind: "allowed", site: "青禾茶铺" });
  // The code of the SMS has no further effect, and is not an error.
  const late = await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
  expect(late.status).toBe("granted");
});

test("where the mini-program's quota of numbers is used up, the website asks for an SMS", async () => {
  const { started, browser, signIn, last } = await openedByNewcomer();
  await stage.simulator.control.patchAccount(stage.appid, { phoneQuota: 0 });
  const given = await stage.simulator.control.miniProgram.phoneNumber("xiaoming", "allow");
  expect(given).toMatchObject({ errno: 1_400_001 });
  await signIn.allowByButton(given);
  expect(last()).toMatchObject({ kind: "phone", site: "青禾茶铺" });
  expect((await look(browser, started)).status).toBe("phone_required");
});

test("who refuses the button stays where they are, and one that may give no numbers leads on", async () => {
  const { signIn, last, sent } = await openedByNewcomer();
  await signIn.allowByButton({ errMsg: "getPhoneNumber:fail user deny" });
  expect([last()?.kind, sent.includes("confirm")]).toEqual(["ask", false]);
  await signIn.allowByButton({ errMsg: "getPhoneNumber:fail no permission" });
  expect(last()).toMatchObject({ kind: "phone" });
});

test("a phone of another WeChat's account ends it with a way out", async () => {
  const { browser, started, signIn, last, phoneCode } = await openedByNewcomer();
  await signIn.allow(await phoneCode());
  await pair(browser, started, codeOn(last()));
  await redeem(browser, started);
  const other = await opened("xiaohong");
  await other.signIn.open();
  // The other person's WeChat has the same number now.
  stage.simulator.control.patchPerson("xiaohong", { phone: "13800138001" });
  const { code } = await stage.simulator.control.miniProgram.phoneNumber("xiaohong", "allow");
  await other.signIn.allow(code);
  expect(other.last()).toEqual({ kind: "over", why: "conflict" });
});

/** A browser that is signed in as xiaoming. */
async function signedIn(): Promise<Browser> {
  const { browser, started, signIn } = await opened();
  await signIn.open();
  await signIn.allow();
  await redeem(browser, started);
  return browser;
}

/** Starts an attempt that is more than a sign-in. The account's own WeChat approves a link first. */
async function ask(browser: Browser, purpose: "link" | "prove") {
  if (purpose === "link") {
    const proof = await ask(browser, "prove");
    const page = await take("xiaoming", proof.qr?.image ?? "");
    await page.signIn.open();
    await page.signIn.allow();
    expect((await redeem(browser, proof)).status).toBe(200);
  }
  return start(browser, { purpose });
}

const requests = { link: { purpose: "link" }, prove: { purpose: "prove", approves: "link" } } as const;

for (const [purpose, person] of [
  ["link", "xiaohong"],
  ["prove", "xiaoming"],
] as const) {
  test(`an attempt to ${purpose} is shown with its purpose, and confirmed as such`, async () => {
    await set();
    const browser = await signedIn();
    const started = await ask(browser, purpose);
    const page = await take(person, started.qr?.image ?? "");
    const request = requests[purpose];
    await page.signIn.open();
    expect(page.last()).toMatchObject({ kind: "ask", request });
    await page.signIn.allow();
    expect(page.last()).toMatchObject({ kind: "allowed", site: "青禾茶铺", request });
    if (purpose === "link") {
      expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");
      await pair(browser, started, codeOn(page.last()));
    }
    expect((await redeem(browser, started)).status).toBe(200);
    await page.signIn.decline();
    expect(page.last()).toEqual({ kind: "declined", request });
    expect((await whoIs(browser)) === undefined).toBe(purpose === "prove");
  });
}

for (const [purpose, why] of [
  ["link", "has an account of its own"],
  ["prove", "is none of the account's"],
] as const) {
  test(`asked to ${purpose}, a WeChat that ${why} is told so`, async () => {
    await set();
    const hers = await opened("xiaohong");
    await hers.signIn.open();
    await hers.signIn.allow();
    await redeem(hers.browser, hers.started);
    const page = await take("xiaohong", (await ask(await signedIn(), purpose)).qr?.image ?? "");
    await page.signIn.open();
    await page.signIn.allow();
    expect(page.last()).toEqual({ kind: "over", why: "conflict", request: requests[purpose] });
  });
}

import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { type PhoneProof, phoneOwner } from "../../src/login/phone/bind-phone.ts";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { ownFolder } from "../adapters/folder.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import { codeFor, countSms, numberOf, setPhoneStage } from "../stage/phone.ts";
import { look, pair, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";

// What WeChat reports without a question to the person: who opened a page in it, which number its phone button returns, and
// who scanned a public QR. None of these has a lasting effect alone.

let stage: Stage;
const { holds } = tally("what WeChat says unasked");

afterEach(() => stage.close());

const memberPhone = "+8613800138001";

/** An imported account with xiaoming's phone. Nobody has ever signed in to it. */
const importMember = () =>
  stage.saoma.people.import([{ id: "member-1", name: "老会员", phone: memberPhone, phoneSeenAt: stage.clock.now() }], {
    dryRun: false,
  });

const membersWechats = async (): Promise<number> =>
  (await stage.rows("select open_id from identities where account_id = ?", "member-1")).length;

/** This person's phone opens the page inside WeChat. Nobody taps anything. */
async function openSilently(browser: Browser, person: string, purpose = "sign-in"): Promise<StartedAttempt> {
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose }, headers: insideWechat });
  const started = (await answer.json()) as StartedAttempt;
  await comeBack(browser, await openInWechat(stage, person, started.link ?? ""), insideWechat);
  return started;
}

const agree = (browser: Browser, { id }: StartedAttempt) =>
  browser.request("POST", `/v1/attempts/${id}/pair`, { body: { agreed: true } });

const sendPhone = (browser: Browser, { id }: StartedAttempt, body: object) =>
  browser.request("POST", `/v1/attempts/${id}/phone`, { body: { ...body } });

const isUnpaired = async (response: Response): Promise<boolean> => (await problem(response)) === "409 pairing_required";

async function wechatsOf(browser: Browser): Promise<number> {
  const answer = await browser.request("GET", "/v1/account/identities");
  return ((await answer.json()) as IdentitiesView).identities.length;
}

for (const who of ["a follower", "somebody who does not follow"]) {
  test(`inside WeChat ${who} is known silently, which approves, adds and binds nothing before a tap`, async () => {
    stage = await setStage();
    if (who === "a follower") await stage.simulator.control.follow("xiaoming", stage.appid);
    const browser = stage.browser();
    await redeem(browser, await openSilently(browser, "xiaoming"));
    const startLink = () =>
      browser.request("POST", "/v1/attempts", { body: { purpose: "link" }, headers: insideWechat });
    const proof = await openSilently(browser, "xiaoming", "prove");
    holds(await isUnpaired(await redeem(browser, proof)), "an approval that was never tapped");
    holds((await problem(await startLink())) === "403 fresh_proof_needed", "a link by it");
    await agree(browser, proof);
    await redeem(browser, proof);
    const link = await openSilently(browser, "xiaohong", "link");
    holds(await isUnpaired(await redeem(browser, link)), "a WeChat that was never agreed to");
    holds((await wechatsOf(browser)) === 1, "and it is not there");
    await agree(browser, link);
    expect((await redeem(browser, link)).status).toBe(200);
    expect(await wechatsOf(browser)).toBe(2);
  });
}

test("inside WeChat no SMS goes out, and no number is bound, before a tap", async () => {
  stage = await setPhoneStage();
  const browser = stage.browser();
  const started = await openSilently(browser, "xiaoming");
  holds(await isUnpaired(await sendPhone(browser, started, { phone: numberOf(stage, "xiaoming") })), "an SMS");
  holds((await countSms(stage, "xiaoming")) === 0, "and none came");
  await agree(browser, started);
  expect((await sendPhone(browser, started, { phone: numberOf(stage, "xiaoming") })).status).toBe(200);
});

test("inside WeChat a silent sign-in makes no browser one that was confirmed by a tap", async () => {
  stage = await setStage();
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  await redeem(browser, await openSilently(browser, "xiaoming"));
  const scanned = await start(browser);
  await stage.scan("xiaoming", scanned);
  holds((await look(browser, scanned)).status === "scanned", "the chat's question after a silent sign-in");
});

/** A person opens the mini-program by this browser's code, and gives the number by WeChat's phone button. */
async function byPhoneButton(person: string, unread?: { readonly phone: string }) {
  const browser = stage.browser();
  const started = await start(browser, { channel: "mini-program" });
  const path = `${stage.appid}/attempts/${await openByCode(stage, person, started)}`;
  const bearer = await bearerOf(stage, person);
  const act = async (what: string, body: object = {}) =>
    (await (await call(stage, "POST", `${path}/${what}`, { bearer, body })).json()) as { pairingCode?: string };
  await act("scan");
  if (unread) {
    const told = await act("confirm");
    await pair(browser, started, told.pairingCode);
    expect((await sendPhone(browser, started, unread)).status).toBe(200);
  }
  const { code: phoneCode = "" } = await stage.simulator.control.miniProgram.phoneNumber(person, "allow");
  const { pairingCode } = await act("confirm", { phoneCode });
  return { browser, started, pairingCode };
}

test("WeChat's phone button joins no account that has the number, not even one that nobody has signed in to", async () => {
  stage = await setPhoneStage({ kind: "mini-program", application: { phoneMatch: "link" } });
  await importMember();
  const { browser, started } = await byPhoneButton("xiaoming");
  const seen = await look(browser, started);
  holds(seen.status === "declined" && seen.reason === "conflict", "a member's account by the button");
  holds((await redeem(browser, started)).status !== 200, "a session by it");
  holds((await membersWechats()) === 0, "a WeChat in the member's account");
});

test("WeChat's phone button does not replace an SMS that nobody has read", async () => {
  stage = await setPhoneStage({ kind: "mini-program", application: { phoneMatch: "link" } });
  await importMember();
  const { browser, started } = await byPhoneButton("xiaoming", { phone: memberPhone });
  expect(await countSms(stage, "xiaoming")).toBe(1);
  const seen = await look(browser, started);
  holds(seen.status === "declined" && seen.reason === "conflict", "a member's account by an unread SMS and the button");
  await redeem(browser, started);
  holds((await membersWechats()) === 0, "a WeChat in the member's account");
});

test("a number that no SMS proves joins no account and moves to none, whatever an SMS has named", async () => {
  stage = await setPhoneStage({ kind: "mini-program" });
  const store = await openSqliteStore({ path: join(ownFolder(), "saoma.db"), clock: stage.clock });
  const person = { appid: stage.appid, openId: "o1" };
  const policy = { phoneMatch: "link" } as Policy;
  const member = {
    id: "member-1",
    name: "老会员",
    phone: memberPhone,
    phoneSeenAt: stage.clock.now(),
    createdAt: 1_000,
  };
  const ask = (how: Pick<PhoneProof, "isBySms" | "isNewOwner">) =>
    store.transact((stores) =>
      phoneOwner(stores, policy, { channel: "mini-program", named: "member-1", ...how }, person, memberPhone),
    );
  await store.transact(({ accounts }) => accounts.insert(member));
  expect(await ask({ isBySms: true, isNewOwner: false })).toEqual({ joins: "member-1" });
  expect(await ask({ isBySms: true, isNewOwner: true })).toEqual({ leaves: "member-1" });
  for (const isNewOwner of [false, true])
    holds((await ask({ isBySms: false, isNewOwner })) === "conflict", `without an SMS, isNewOwner ${isNewOwner}`);
  await store.close();
});

test("WeChat's phone button takes no number from a person who signed in with it before", async () => {
  stage = await setPhoneStage({ kind: "mini-program" });
  const first = await byPhoneButton("xiaoming");
  await pair(first.browser, first.started, first.pairingCode);
  expect((await redeem(first.browser, first.started)).status).toBe(200);
  stage.simulator.control.patchPerson("afei", { phone: numberOf(stage, "xiaoming") });
  const second = await byPhoneButton("afei");
  holds((await look(second.browser, second.started)).status === "declined", "the account by a SIM's next owner");
  const owner = (await whoIs(first.browser))?.account;
  holds(owner?.phone === "138****8001", "the owner's number");
});

/** A person scans WeChat's own QR in this browser. */
async function scannedAtWechat(person: string) {
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, person, started)) ?? "");
  return { browser, started };
}

test("on WeChat's own page a newcomer is named, and gets neither SMS nor number before the page agrees", async () => {
  stage = await setPhoneStage({ kind: "website" });
  const { browser, started } = await scannedAtWechat("afei");
  const { pairing, account } = await look(browser, started);
  holds(pairing === "agree" && account?.name === "阿飞" && account.avatar !== undefined, "a stranger without a name");
  const phone = { phone: numberOf(stage, "xiaoming") };
  holds(await isUnpaired(await sendPhone(browser, started, phone)), "a phone before the page agreed");
  holds(await isUnpaired(await sendPhone(browser, started, { ...phone, pairingCode: "000000" })), "a code instead");
  holds((await countSms(stage, "xiaoming")) === 0, "an SMS to the page's owner");
});

test("and having agreed, they get an account of their own, never one that exists", async () => {
  stage = await setPhoneStage({ kind: "website", application: { phoneMatch: "link" } });
  await importMember();
  const { browser, started } = await scannedAtWechat("xiaoming");
  await agree(browser, started);
  await sendPhone(browser, started, { phone: memberPhone });
  const answer = await sendPhone(browser, started, { otp: await codeFor(stage, "xiaoming") });
  const ended = (await answer.json()) as { status?: string; reason?: string };
  holds(ended.status === "declined" && ended.reason === "conflict", "a member's account by WeChat's own page");
  holds((await membersWechats()) === 0, "a WeChat in it");
  const other = await scannedAtWechat("xiaohong");
  await agree(other.browser, other.started);
  await sendPhone(other.browser, other.started, { phone: numberOf(stage, "xiaohong") });
  await sendPhone(other.browser, other.started, { otp: await codeFor(stage, "xiaohong") });
  await redeem(other.browser, other.started);
  const own = (await whoIs(other.browser))?.account;
  holds(own?.isNew === true && own.id !== "member-1" && own.phone === "138****8002", "their own account");
});

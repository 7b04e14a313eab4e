import { afterEach, expect, test } from "vitest";
import type { Account } from "../../src/domain/account.ts";
import { SmsFailed } from "../../src/ports/sms.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, outcomeOf, scanAtWechat } from "../stage/oauth.ts";
import { bind, codeFor, countSms, numberOf, setPhoneStage, viewOf, wrong } from "../stage/phone.ts";
import { look, pair, problem, redeem, type Stage, type StageOptions, start, whoIs } from "../stage/stage.ts";
import { withStoreBeside } from "../stage/store-beside.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}, sms: Parameters<typeof setPhoneStage>[1] = {}) => {
  stage = await setPhoneStage(options, sms);
};

const minute = 60_000;

/** A browser whose attempt was scanned by a newcomer. */
async function scanned(person = "xiaoming", browser = stage.browser()) {
  const started = await start(browser);
  await stage.scan(person, started);
  return { browser, started };
}

/** The same, with an SMS code sent to a phone. */
async function texted(person = "xiaoming", phone = numberOf(stage, person)) {
  const visit = await scanned(person);
  await viewOf(bind(visit.browser, visit.started, { phone }));
  return visit;
}

async function signedIn(browser: Browser, started: { id: string }): Promise<SessionView> {
  return (await (await redeem(browser, started)).json()) as SessionView;
}

test("scan, type in a phone, type in its code: a newcomer is signed in, and asked no more", async () => {
  await set({ application: { confirm: "always" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  expect((await stage.tap("xiaoming", "是我，登录")).text).toContain("请回到网页，验证手机号");

  const asking = await look(browser, started);
  expect(asking).toMatchObject({ status: "phone_required", phone: {} });
  expect(Date.parse(asking.expiresAt) - stage.clock.now()).toBe(10 * minute);
  expect(await problem(await redeem(browser, started))).toBe("409 attempt_not_granted");

  const sent = await viewOf(bind(browser, started, { phone: "138 0013 8001" }));
  const resendAt = new Date(stage.clock.now() + minute).toISOString();
  expect(sent).toMatchObject({ status: "phone_required", phone: { sentTo: "138****8001", resendAt } });
  expect(await look(browser, started)).toEqual(sent);

  const code = await codeFor(stage, "xiaoming");
  expect(await viewOf(bind(browser, started, { phone: "13800138001", otp: code }))).toMatchObject({
    status: "granted",
  });
  const { account } = await signedIn(browser, started);
  expect(account).toMatchObject({ phone: "138****8001", isNew: true });
  expect((await whoIs(browser))?.account.phone).toBe("138****8001");

  const again = await start(stage.browser());
  await stage.scan("xiaoming", again);
  expect((await stage.tap("xiaoming", "是我，登录")).text).toContain("你已登录");
});

test("neither a number nor the code of an SMS is in the log, in whatever way it ends", async () => {
  let fails = true;
  const down = () => Promise.reject(new SmsFailed("away", "down"));
  await set({ smsSender: (usual) => ({ send: (message) => (fails ? down() : usual.send(message)) }) });
  const { browser, started } = await scanned();
  const phone = numberOf(stage, "xiaoming");
  expect((await bind(browser, started, { phone })).status).toBe(503);
  fails = false;
  await stage.clock.advance(15_000);
  await viewOf(bind(browser, started, { phone }));
  const otp = await codeFor(stage, "xiaoming");
  await bind(browser, started, { otp: wrong(otp) });
  await viewOf(bind(browser, started, { phone, otp }));
  await signedIn(browser, started);
  const log = stage.lines.join("\n");
  expect(log).toContain("an SMS was not sent");
  expect(log).toContain("an SMS was sent");
  for (const canary of [phone.slice(-11), otp, wrong(otp)]) expect(log).not.toContain(canary);
});

test("a page that is reloaded while it asks for a phone continues there, after its pairing code", async () => {
  await set();
  const { browser, started } = await texted();
  const again = await start(browser);
  const where = { id: started.id, status: "phone_required", pairing: "code", phone: { sentTo: "138****8001" } };
  expect(again).toMatchObject(where);
  expect(again.qr).toBeUndefined();
  // The page has forgotten the number and gets it masked. The code alone is enough.
  expect(await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }))).toMatchObject({
    status: "granted",
  });
});

test("a newcomer who sends the code of the page binds a phone, too", async () => {
  await set({ kind: "subscription" });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect((await stage.say("xiaoming", started.code?.text ?? "")).text).toContain("验证手机号");
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
  expect((await signedIn(browser, started)).account.phone).toBe("138****8001");
});

test("a newcomer who types the code of the chat binds a phone, too", async () => {
  await set({ kind: "subscription" });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const text = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await stage.say("xiaoming", "登录")).text)?.[0];
  const entered = await viewOf(browser.request("POST", `/v1/attempts/${started.id}/code`, { body: { text } }));
  expect(entered.status).toBe("phone_required");
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
  expect((await look(browser, started)).status).toBe("granted");
});

test("a newcomer on WeChat's page binds a phone, and keeps the name and the unionId that WeChat returned", async () => {
  await set({ kind: "website", also: ["service"] });
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform", returnTo: "https://login.saoma.test/shop" });
  const outcome = await outcomeOf(await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? ""));
  expect(outcome).toEqual({ outcome: "phone_required", returnTo: "https://login.saoma.test/shop" });
  expect((await start(browser, { channel: "open-platform" })).id).toBe(started.id);
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  await stage.restart();
  await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
  const { account, identity } = await signedIn(browser, started);
  expect(account).toMatchObject({ name: "小明", phone: "138****8001" });
  expect(identity.unionid).toMatch(/./);
});

async function atMiniProgram(person = "xiaoming") {
  const browser = stage.browser();
  const started = await start(browser);
  const scene = await openByCode(stage, person, started);
  const bearer = await bearerOf(stage, person);
  const act = async (what: string, body: unknown = {}) =>
    call(stage, "POST", `${stage.appid}/attempts/${scene}/${what}`, { bearer, body });
  expect(await (await act("scan")).json()).toMatchObject({ status: "scanned", needsPhone: true });
  const phoneCode = async () => (await stage.simulator.control.miniProgram.phoneNumber(person, "allow")).code ?? "";
  return { browser, started, act, phoneCode };
}

test("on the mini-program's page the phone number button is enough", async () => {
  await set({ kind: "mini-program" });
  const { browser, started, act, phoneCode } = await atMiniProgram();
  const code = await phoneCode();
  const confirmed = (await (await act("confirm", { phoneCode: code })).json()) as { pairingCode?: string };
  expect(confirmed).toMatchObject({ status: "granted", needsPhone: false });
  expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");
  await pair(browser, started, confirmed.pairingCode);
  // A second redeem has no further effect: the code has been used, and WeChat is not asked again.
  expect(await (await act("confirm", { phoneCode: code })).json()).toMatchObject({ status: "granted" });
  expect((await signedIn(browser, started)).account.phone).toBe("138****8001");
});

test("without the phone number of the mini-program's page the browser asks for it, and either way continues", async () => {
  await set({ kind: "mini-program" });
  const first = await atMiniProgram();
  expect(await (await first.act("confirm")).json()).toMatchObject({ status: "phone_required", needsPhone: true });
  const late = await first.phoneCode();
  expect(await (await first.act("confirm", { phoneCode: late })).json()).toMatchObject({ status: "granted" });

  const second = await atMiniProgram("xiaohong");
  const told = (await (await second.act("confirm")).json()) as { pairingCode?: string };
  await pair(second.browser, second.started, told.pairingCode);
  await viewOf(bind(second.browser, second.started, { phone: numberOf(stage, "xiaohong") }));
  await viewOf(bind(second.browser, second.started, { otp: await codeFor(stage, "xiaohong") }));
  expect((await signedIn(second.browser, second.started)).account.phone).toBe("138****8002");
});

test("a phone number's code that is another person's, made up or used is refused, and signs nobody in", async () => {
  await set({ kind: "mini-program" });
  const mine = await atMiniProgram();
  const foreign = await atMiniProgram("xiaohong");
  const code = await foreign.phoneCode();
  expect(await problem(await mine.act("confirm", { phoneCode: code }))).toBe("410 code_refused");
  expect(await problem(await mine.act("confirm", { phoneCode: "made-up" }))).toBe("410 code_refused");
  expect((await look(mine.browser, mine.started)).status).toBe("scanned");
  expect((await foreign.act("confirm", { phoneCode: code })).status).toBe(200);
  expect(await problem(await mine.act("confirm", { phoneCode: code }))).toBe("410 code_refused");
});

test("a phone that WeChat told goes with its consent (RevokeInfo 8), and no other one does", async () => {
  await set({ kind: "mini-program" });
  const first = await atMiniProgram();
  const granted = await (await first.act("confirm", { phoneCode: await first.phoneCode() })).json();
  await pair(first.browser, first.started, (granted as { pairingCode?: string }).pairingCode);
  const { account, identity } = await signedIn(first.browser, first.started);
  const second = await atMiniProgram("xiaohong");
  const told = (await (await second.act("confirm")).json()) as { pairingCode?: string };
  await pair(second.browser, second.started, told.pairingCode);
  await viewOf(bind(second.browser, second.started, { phone: numberOf(stage, "xiaohong") }));
  await viewOf(bind(second.browser, second.started, { otp: await codeFor(stage, "xiaohong") }));
  const other = await signedIn(second.browser, second.started);

  const before = await stage.saoma.people.find({ id: account.id });
  expect(before?.phone).toBe(`+86${numberOf(stage, "xiaoming")}`);
  const revoke = (person: string, revokeInfo: string) =>
    stage.simulator.control.happen(person, stage.appid, { event: "user_authorization_revoke", revokeInfo });
  await revoke("xiaoming", "13");
  expect(await stage.saoma.people.find({ id: account.id })).toEqual(before);
  const codes: unknown[] = [];
  stage.saoma.on("authorization-revoked", ({ accountId, code }) => codes.push([accountId, code]));
  await revoke("xiaoming", "8");
  await revoke("xiaohong", "8");
  expect(codes).toEqual([
    [account.id, "8"],
    [other.account.id, "8"],
  ]);
  expect(await stage.saoma.people.find({ id: account.id })).not.toHaveProperty("phone");
  expect((await stage.saoma.people.find({ id: other.account.id }))?.phone).toBe(`+86${numberOf(stage, "xiaohong")}`);
  expect(await whoIs(first.browser)).toMatchObject({ account: { id: account.id }, identity });
});

/** A service whose database contains these imported accounts. */
async function setWithMembers(members: readonly Account[], options: StageOptions = {}, sms = {}): Promise<void> {
  await set(options, sms);
  await withStoreBeside(stage, (store) =>
    store.transact(async ({ accounts }) => {
      for (const member of members) expect(await accounts.insert(member)).toBe(true);
    }),
  );
}

const member: Account = {
  id: "member-7",
  name: "老顾客",
  phone: "+8613800138001",
  phoneSeenAt: Date.UTC(2026, 3, 1),
  createdAt: 1_000,
};

async function bindAll(person: string, phone: string, owner: string) {
  const { browser, started } = await texted(person, phone);
  const view = await viewOf(bind(browser, started, { otp: await codeFor(stage, owner) }));
  return { browser, started, view };
}

test("a newcomer joins the account that has their phone and no WeChat yet", async () => {
  await setWithMembers([member]);
  const { browser, started, view } = await bindAll("xiaoming", "13800138001", "xiaoming");
  expect(view.status).toBe("granted");
  const { account } = await signedIn(browser, started);
  expect(account).toMatchObject({ id: "member-7", name: "老顾客", isNew: false });
});

test("the SMS that joins an imported account says so, and no other SMS does", async () => {
  await setWithMembers([member]);
  await texted("xiaoming", "13800138001");
  await texted("afei", "13800138003");
  const inbox = async (person: string) => (await stage.simulator.control.sms.inbox(person)).at(-1)?.text ?? "";
  expect(await inbox("xiaoming")).toContain("就会把一个微信加到这个手机号的会员账号");
  expect(await inbox("afei")).not.toContain("会员账号");
});

test("without `sms.templates.join` nobody joins an account by a phone", async () => {
  await setWithMembers([member], {}, { templates: {} });
  const { view } = await bindAll("xiaoming", "13800138001", "xiaoming");
  expect(view).toMatchObject({ status: "declined", reason: "conflict" });
});

test("a phone that was not seen for 90 days, or at no known time, joins nobody", async () => {
  const [old, unsaid] = [Date.UTC(2026, 4, 1, 6, 5) - 90 * 86_400_000, undefined];
  for (const phoneSeenAt of [old, unsaid]) {
    const { phoneSeenAt: _, ...rest } = member;
    await setWithMembers([{ ...rest, ...(phoneSeenAt === undefined ? {} : { phoneSeenAt }) }]);
    const { view } = await bindAll("xiaoming", "13800138001", "xiaoming");
    expect(view).toMatchObject({ status: "declined", reason: "conflict" });
    if (phoneSeenAt !== undefined) await stage.close();
  }
});

test("a phone joins no suspended account", async () => {
  await setWithMembers([{ ...member, suspendedAt: 2_000 }]);
  const { view } = await bindAll("xiaoming", "13800138001", "xiaoming");
  expect(view).toMatchObject({ status: "declined", reason: "conflict" });
});

test("a number's new owner gets an account of their own and the number; the old account loses it alone, and hears", async () => {
  await set();
  const first = await bindAll("xiaoming", "13800138001", "xiaoming");
  const old = await signedIn(first.browser, first.started);
  await stage.clock.advance(2 * minute);
  const { browser, started } = await texted("xiaohong", "13800138001");
  const otp = await codeFor(stage, "xiaoming");
  expect((await viewOf(bind(browser, started, { otp, newOwner: true }))).status).toBe("granted");
  expect((await whoIs(first.browser))?.account.phone).toBe("138****8001");
  const own = await signedIn(browser, started);
  expect(own.account).toMatchObject({ phone: "138****8001", isNew: true });
  expect(own.account.id).not.toBe(old.account.id);
  expect((await whoIs(first.browser))?.account.id).toBe(old.account.id);
  expect((await whoIs(first.browser))?.account.phone).toBeUndefined();
  expect((await stage.say("xiaoming", "你好")).text).toContain("手机号");
});

test("a person who claims a number and never redeems takes it from nobody", async () => {
  await set();
  const first = await bindAll("xiaoming", "13800138001", "xiaoming");
  await signedIn(first.browser, first.started);
  await stage.clock.advance(2 * minute);
  const { browser, started } = await texted("xiaohong", "13800138001");
  await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming"), newOwner: true }));
  await browser.request("DELETE", `/v1/attempts/${started.id}`);
  expect((await whoIs(first.browser))?.account.phone).toBe("138****8001");
});

test("with `phoneMatch: conflict` nobody joins an account by a phone", async () => {
  await setWithMembers([member], { application: { phoneMatch: "conflict" } });
  const { browser, started, view } = await bindAll("xiaoming", "13800138001", "xiaoming");
  expect(view).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
});

test("a phone of an account with a WeChat is a conflict, and joins nobody to it", async () => {
  await set();
  const first = await bindAll("xiaoming", "13800138001", "xiaoming");
  const owner = await signedIn(first.browser, first.started);
  await stage.clock.advance(2 * minute);
  // Another person's WeChat, with the same phone at hand.
  const second = await bindAll("xiaohong", "13800138001", "xiaoming");
  expect(second.view).toMatchObject({ status: "declined", reason: "conflict" });
  expect((await whoIs(first.browser))?.account.id).toBe(owner.account.id);
  // If the person scans again, the chat names the ways out.
  await stage.scan("xiaohong", second.started);
  expect(stage.lastMessage("xiaohong").text).toContain("请用那个微信登录；或重新扫码，换一个手机号");
  // One of these ways works.
  await stage.clock.advance(2 * minute);
  expect((await bindAll("xiaohong", "13800138002", "xiaohong")).view.status).toBe("granted");
});

test("before its code is typed, a phone does not reveal whether it has an account", async () => {
  await setWithMembers([member], { application: { phoneMatch: "conflict" } });
  const taken = await scanned("xiaohong");
  const free = await scanned("afei");
  const answers = await Promise.all([
    viewOf(bind(taken.browser, taken.started, { phone: "13800138001" })),
    viewOf(bind(free.browser, free.started, { phone: "13800138003" })),
  ]);
  const told = answers.map(({ id: _, phone, ...rest }) => ({ ...rest, phone: { ...phone, sentTo: "" } }));
  expect(told[0]).toEqual(told[1]);
});

test("a person who got an account before they type the code keeps it", async () => {
  await set();
  const early = await texted();
  const other = await scanned();
  await stage.clock.advance(minute);
  await viewOf(bind(other.browser, other.started, { phone: "13800138003" }));
  await viewOf(bind(other.browser, other.started, { otp: await codeFor(stage, "afei") }));
  const first = await signedIn(other.browser, other.started);
  await viewOf(bind(early.browser, early.started, { otp: await codeFor(stage, "xiaoming") }));
  const second = await signedIn(early.browser, early.started);
  expect(second.account.id).toBe(first.account.id);
  expect(second.account.phone).toBe("138****8003");
});

test("a person who got an account meanwhile does not get an imported one, too", async () => {
  await setWithMembers([{ ...member, phone: "+8613800138009" }]);
  const early = await scanned();
  await stage.simulator.control.addPerson({ name: "lao", phone: "13800138009" });
  await viewOf(bind(early.browser, early.started, { phone: "13800138009" }));
  const other = await texted();
  await viewOf(bind(other.browser, other.started, { otp: await codeFor(stage, "xiaoming") }));
  const theirs = await signedIn(other.browser, other.started);
  const view = await viewOf(bind(early.browser, early.started, { otp: await codeFor(stage, "lao") }));
  expect(view).toMatchObject({ status: "declined", reason: "conflict" });
  expect(theirs.account.phone).toBe("138****8001");
});

test("no phone is requested, and no SMS sent, before WeChat has said who it is, nor after the end", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  const phone = numberOf(stage, "xiaoming");
  expect(await problem(await bind(browser, started, { phone }))).toBe("409 phone_not_asked");
  expect(await problem(await bind(browser, started, { otp: "123456" }))).toBe("409 phone_not_asked");
  await stage.scan("xiaoming", started);
  await stage.clock.advance(10 * minute);
  expect(await problem(await bind(browser, started, { phone }))).toBe("410 attempt_ended");
  expect(await countSms(stage, "xiaoming")).toBe(0);
});

test("only the claim's holder is sent an SMS", async () => {
  await set();
  const { started } = await scanned();
  const phone = numberOf(stage, "xiaoming");
  expect(await problem(await bind(stage.browser(), started, { phone }))).toBe("404 attempt_not_found");
  expect(await countSms(stage, "xiaoming")).toBe(0);
});

test("a person who answers “not me” meanwhile is not signed in by the phone", async () => {
  await set();
  const { browser, started } = await texted();
  await stage.tap("xiaoming", "不是我");
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "by_person" });
  const otp = await codeFor(stage, "xiaoming");
  expect(await problem(await bind(browser, started, { otp }))).toBe("410 attempt_ended");
});

// An attacker's page, which a victim scans, and into which the attacker types their own number.
test.each(["fetched", "not fetched"])(
  "“not me” takes the WeChat off the member's account again that a phone had opened, %s",
  async (when) => {
    await setWithMembers([member]);
    const { browser, started, view } = await bindAll("xiaohong", "13800138001", "xiaoming");
    expect(view.status).toBe("granted");
    if (when === "fetched") expect((await signedIn(browser, started)).account.id).toBe("member-7");
    await stage.tap("xiaohong", "不是我");
    expect(await whoIs(browser)).toBeUndefined();
    expect((await stage.saoma.people.file("member-7"))?.identities).toEqual([]);
    const own = await scanned("xiaohong");
    expect(await look(own.browser, own.started)).toMatchObject({ status: "phone_required" });
    // The owner of the account joins it as before.
    await stage.clock.advance(2 * minute);
    const mine = await bindAll("xiaoming", "13800138001", "xiaoming");
    // An account that somebody has signed in to cannot be joined by a phone any more. The operator decides.
    if (when === "fetched") expect(mine.view).toMatchObject({ status: "declined", reason: "conflict" });
    else expect((await signedIn(mine.browser, mine.started)).account).toMatchObject({ id: "member-7", isNew: false });
  },
);

test("an invalid number, or one of a country without a price, gets no SMS", async () => {
  await set();
  const { browser, started } = await scanned();
  for (const phone of ["1380013", "010 6512 3456", "+85251234567", "+1 415 555 2671"]) {
    expect(await problem(await bind(browser, started, { phone }))).toBe("422 wrong_phone");
  }
  expect((await look(browser, started)).phone).toEqual({});
});

test("a wrong code, one of another attempt, one for another number and an expired one are refused", async () => {
  await set();
  const mine = await texted();
  const theirs = await texted("xiaohong");
  const [own, foreign] = [await codeFor(stage, "xiaoming"), await codeFor(stage, "xiaohong")];
  const answers = [{ otp: wrong(own) }, { otp: foreign }, { otp: own, phone: "13800138002" }, { otp: "abc" }];
  for (const body of answers) {
    expect(await problem(await bind(mine.browser, mine.started, body))).toBe("422 wrong_otp");
  }
  await stage.clock.advance(5 * minute);
  expect(await problem(await bind(theirs.browser, theirs.started, { otp: foreign }))).toBe("422 wrong_otp");
  expect((await look(theirs.browser, theirs.started)).status).toBe("phone_required");
});

test("a newer SMS makes the older code void", async () => {
  await set();
  const { browser, started } = await texted();
  const old = await codeFor(stage, "xiaoming");
  await stage.clock.advance(minute);
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  const fresh = await codeFor(stage, "xiaoming");
  expect(fresh).not.toBe(old);
  expect(await problem(await bind(browser, started, { otp: old }))).toBe("422 wrong_otp");
  expect((await viewOf(bind(browser, started, { otp: fresh }))).status).toBe("granted");
});

test("of 64 guesses at once at most five are looked at", async () => {
  await set();
  const { browser, started } = await texted();
  const code = await codeFor(stage, "xiaoming");
  const guesses = Array.from({ length: 64 }, (_, index) => bind(browser, started, { otp: wrong(code, index + 1) }));
  const said = await Promise.all(guesses.map(async (guess) => problem(await guess)));
  expect(said.filter((one) => one === "422 wrong_otp")).toHaveLength(5);
  expect(said.filter((one) => one === "429 rate_limited")).toHaveLength(59);
  // Even the right code is not checked now, nor after a restart.
  expect(await problem(await bind(browser, started, { otp: code }))).toBe("429 rate_limited");
  await stage.restart();
  expect(await problem(await bind(browser, started, { otp: code }))).toBe("429 rate_limited");
  await stage.clock.advance(minute);
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  const next = { otp: await codeFor(stage, "xiaoming") };
  expect((await viewOf(bind(browser, started, next))).status).toBe("granted");
});

test("64 right codes at once get the same response, and create one account", async () => {
  await set();
  const { browser, started } = await texted();
  const otp = await codeFor(stage, "xiaoming");
  const said = await Promise.all(
    Array.from({ length: 64 }, async () => (await bind(browser, started, { otp })).status),
  );
  expect(said.filter((status) => status === 200).length).toBeGreaterThan(0);
  expect(new Set(said)).toEqual(new Set(said.includes(429) ? [200, 429] : [200]));
  expect((await signedIn(browser, started)).account.isNew).toBe(true);
});

test("a failed SMS is reported, may be requested again soon, and is not refunded", async () => {
  let fails = true;
  await set({
    smsSender: (usual) => ({
      send: (message) => (fails ? Promise.reject(new SmsFailed("away", "down")) : usual.send(message)),
    }),
  });
  const { browser, started } = await scanned();
  const phone = numberOf(stage, "xiaoming");
  const failed = await bind(browser, started, { phone });
  expect(failed.headers.get("retry-after")).toBe("15");
  expect(await problem(failed)).toBe("503 sms_unavailable");
  expect((await look(browser, started)).phone).toEqual({
    resendAt: new Date(stage.clock.now() + 15_000).toISOString(),
  });
  fails = false;
  expect(await problem(await bind(browser, started, { phone }))).toBe("429 rate_limited");
  await stage.clock.advance(15_000);
  expect((await viewOf(bind(browser, started, { phone }))).phone?.sentTo).toBe("138****8001");
  await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
});

test("a number to which the provider sends nothing has its own error", async () => {
  await set({ smsSender: () => ({ send: () => Promise.reject(new SmsFailed("number", "no such number")) }) });
  const { browser, started } = await scanned();
  expect(await problem(await bind(browser, started, { phone: "13800138001" }))).toBe("422 wrong_phone");
});

test("a restart between the SMS and its code loses nothing, and neither does one before it was sent", async () => {
  const gate = Promise.withResolvers<void>();
  let isHeld = true;
  await set({
    smsSender: (usual) => ({
      async send(message) {
        await usual.send(message);
        if (isHeld) await gate.promise;
      },
    }),
  });
  const { browser, started } = await scanned();
  const phone = numberOf(stage, "xiaoming");
  const lost = bind(browser, started, { phone });
  await expect.poll(() => countSms(stage, "xiaoming")).toBe(1);
  // The state after a kill: another process sees the row that the first one wrote before it could record that it sent the SMS.
  isHeld = false;
  await stage.restartBeside();
  expect((await look(browser, started)).phone?.sentTo).toBeUndefined();
  const code = await codeFor(stage, "xiaoming");
  expect(await problem(await bind(browser, started, { otp: wrong(code) }))).toBe("422 wrong_otp");
  await stage.clock.advance(15_000);
  await viewOf(bind(browser, started, { phone }));
  expect((await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }))).status).toBe("granted");
  gate.resolve();
  await lost;
});

test("inside WeChat a newcomer goes back to the page, types in phone and code, and is asked no more", async () => {
  await set();
  const browser = stage.browser();
  const answer = await browser.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  const address = await openInWechat(stage, "xiaoming", started.link ?? "");
  for (let times = 0; times < 2; times++) {
    expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "phone_required" });
  }
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  const code = await codeFor(stage, "xiaoming");
  expect((await viewOf(bind(browser, started, { otp: code }))).status).toBe("granted");
  expect((await signedIn(browser, started)).account).toMatchObject({ phone: "138****8001", isNew: true });

  const again = await browser.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const second = (await again.json()) as Awaited<ReturnType<typeof start>>;
  const known = await comeBack(browser, await openInWechat(stage, "xiaoming", second.link ?? ""));
  expect(await outcomeOf(known)).toEqual({ outcome: "granted" });
});

test("inside WeChat another WeChat's phone is a conflict, also for a person who returns once more", async () => {
  await set();
  const { browser: first, started: earlier } = await texted("xiaohong");
  await viewOf(bind(first, earlier, { otp: await codeFor(stage, "xiaohong") }));
  await signedIn(first, earlier);
  stage.simulator.control.patchPerson("xiaoming", { phone: numberOf(stage, "xiaohong") });
  const browser = stage.browser();
  const answer = await browser.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  const address = await openInWechat(stage, "xiaoming", started.link ?? "");
  await comeBack(browser, address);
  stage.clock.set(stage.clock.now() + minute);
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  const ended = await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
  expect(ended).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "declined", reason: "conflict" });
});

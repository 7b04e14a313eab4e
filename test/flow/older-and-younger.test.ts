import { afterEach, expect, test } from "vitest";
import type { LoginEvents } from "../../src/login/events.ts";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { Browser } from "../stage/browser.ts";
import {
  approve,
  changes,
  deleteAccount,
  identities,
  link,
  ownId,
  pass,
  remove,
  signedIn,
  stopChange,
} from "../stage/linking.ts";
import { codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { pair, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const day = 86_400_000;

/** An account with xiaoming's WeChat, then xiaohong's, then afei's, each with its own browser. */
async function family(options: StageOptions = {}) {
  stage = await setStage({ ...options, application: { confirm: "always", ...options.application } });
  return members();
}

async function members() {
  const oldest = await signedIn(stage, "xiaoming");
  await pass(stage, day);
  await link(oldest, "xiaohong", "xiaoming");
  await pass(stage, day);
  await link(oldest, "afei", "xiaoming");
  await pass(stage, day);
  return { oldest, middle: await signedIn(stage, "xiaohong"), youngest: await signedIn(stage, "afei") };
}

const view = async (response: Response) => (await response.json()) as IdentitiesView;
const count = async (browser: Browser) => (await identities(browser)).identities.length;
const kinds = async (browser: Browser) => (await whoIs(browser))?.notices?.map(({ kind }) => kind);

test("an older WeChat removes a younger one at once, freshly proven, and the others hear of it", async () => {
  const { oldest, middle, youngest } = await family();
  const removed = await remove(middle, await ownId(youngest), "xiaohong");
  expect(removed.status).toBe(200);
  expect((await view(removed)).identities).toHaveLength(2);
  expect(await whoIs(youngest)).toBeUndefined();
  expect((await kinds(oldest))?.[0]).toBe("identity_removed");
});

test("a younger WeChat that removes an older one announces it: it is done after seven days, once", async () => {
  const { oldest, youngest } = await family();
  const id = await ownId(oldest);
  const announced = await remove(youngest, id, "afei");
  expect(announced.status).toBe(202);
  const { changes: open, identities: all } = await view(announced);
  const dueAt = new Date(stage.clock.now() + 7 * day).toISOString();
  expect(all).toHaveLength(3);
  expect(open).toMatchObject([{ action: "remove", identity: id, dueAt, no: "withdraw" }]);
  expect(await changes(oldest)).toMatchObject([{ identity: id, no: "object" }]);
  expect((await kinds(oldest))?.[0]).toBe("removal_announced");
  await expect.poll(() => stage.lastMessage("xiaoming").text).toContain("申请从你的账号移除一个微信");
  expect(stage.lastMessage("xiaoming").text).toContain("2026年5月11日");

  await pass(stage, 7 * day - 3_600_000);
  expect(await count(youngest)).toBe(3);
  await pass(stage, 3_600_000);
  expect(await count(youngest)).toBe(2);
  expect(await whoIs(oldest)).toBeUndefined();
  expect(await kinds(youngest)).toEqual(["identity_removed"]);
  await pass(stage, 3_600_000);
  expect((await stage.rows("select * from account_changes where ended_at is not null")).length).toBe(1);
  expect((await identities(youngest)).removed).toHaveLength(1);
});

test("the same change is not announced twice", async () => {
  const { oldest, middle, youngest } = await family();
  const id = await ownId(oldest);
  await remove(youngest, id, "afei");
  expect(await problem(await remove(youngest, id, "afei"))).toBe("409 change_announced");
  expect(await problem(await remove(middle, id, "xiaohong"))).toBe("409 change_announced");
});

test("an older one objects in the chat, by the link or the word, and nothing is done", async () => {
  const { oldest, youngest } = await family();
  await remove(youngest, await ownId(oldest), "afei");
  await expect.poll(() => stage.lastMessage("xiaoming").links.map(({ text }) => text)).toContain("反对");
  expect((await stage.tap("xiaoming", "反对")).text).toContain("已取消");
  expect(await changes(youngest)).toEqual([]);
  expect((await kinds(youngest))?.[0]).toBe("change_stopped");
  await deleteAccount(youngest, "afei");
  expect((await stage.say("xiaohong", "“反对”！")).text).toContain("已取消");
  await pass(stage, 8 * day);
  expect(await count(oldest)).toBe(3);
});

test("an older one objects on its page; a younger one may not, neither there nor in the chat", async () => {
  const { oldest, middle, youngest } = await family();
  await deleteAccount(middle, "xiaohong");
  const [change] = await changes(youngest);
  expect(change).not.toHaveProperty("no");
  expect(await problem(await stopChange(youngest, change?.id ?? ""))).toBe("403 younger_identity");
  expect((await stage.say("afei", "反对")).text).toContain("没有你能撤回或反对的改动");
  expect(await changes(oldest)).toHaveLength(1);
  expect((await view(await stopChange(oldest, change?.id ?? ""))).changes).toEqual([]);
  expect(await problem(await stopChange(oldest, change?.id ?? ""))).toBe("404 change_not_found");
});

test("who announced it withdraws it", async () => {
  const { oldest, youngest } = await family();
  await deleteAccount(youngest, "afei");
  const [change] = await changes(youngest);
  expect((await view(await stopChange(youngest, change?.id ?? ""))).changes).toEqual([]);
  await deleteAccount(youngest, "afei");
  expect((await stage.say("afei", "反对")).text).toContain("已取消");
  expect((await kinds(oldest))?.slice(0, 2)).toEqual(["change_stopped", "change_stopped"]);
});

test("“not me” to the approval that announced it takes the announcement back", async () => {
  const { oldest, youngest } = await family();
  await deleteAccount(youngest, "afei");
  expect(await changes(oldest)).toHaveLength(1);
  await stage.tap("afei", "不是我");
  expect(await changes(oldest)).toEqual([]);
  expect(await whoIs(youngest)).toBeUndefined();
});

test("the account is deleted when that is due: everything of its person is gone, and every session ends", async () => {
  const { oldest, middle, youngest } = await family();
  const events: LoginEvents["erased"][] = [];
  stage.saoma.on("erased", (event) => events.push(event));
  const accountId = (await whoIs(oldest))?.account.id ?? "";
  expect(await problem(await oldest.request("DELETE", "/v1/account"))).toBe("403 fresh_proof_needed");
  expect((await deleteAccount(oldest, "xiaoming")).status).toBe(202);
  await expect.poll(() => stage.lastMessage("afei").text).toContain("申请注销你的账号");
  await pass(stage, 7 * day);
  for (const browser of [oldest, middle, youngest]) expect(await whoIs(browser)).toBeUndefined();
  await expect.poll(() => events).toEqual([{ accountId, by: "person" }]);
  await expect.poll(() => stage.stored(), { timeout: 30_000 }).not.toContain(accountId);
  const newcomer = await signedIn(stage, "xiaoming");
  expect((await whoIs(newcomer))?.account).toMatchObject({ isNew: true });
});

test("what an identity announced comes to nothing when that is removed", async () => {
  const { oldest, youngest } = await family();
  const id = await ownId(youngest);
  await deleteAccount(youngest, "afei");
  await remove(oldest, id, "xiaoming");
  expect(await changes(oldest)).toEqual([]);
  await pass(stage, 8 * day);
  expect(await count(oldest)).toBe(2);
});

test("how long it waits is the operator's to say", async () => {
  const { oldest } = await family({ options: { accountChanges: { wait: "1d" } } });
  await deleteAccount(oldest, "xiaoming");
  await pass(stage, day);
  expect(await whoIs(oldest)).toBeUndefined();
});

test("a page of an application that does not manage accounts announces and stops nothing", async () => {
  stage = await setStage({
    options: {
      applications: [
        { id: "shop", name: "青禾茶铺", confirm: "always" },
        { id: "members", name: "青禾会员", confirm: "always" },
      ],
    },
  });
  const browser = stage.browser();
  const started = await start(browser, { application: "shop" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  await redeem(browser, started);
  expect(await problem(await browser.request("DELETE", "/v1/account"))).toBe("403 account_not_managed");
  expect(await problem(await stopChange(browser, "any"))).toBe("403 account_not_managed");
  expect(
    await problem(await browser.request("DELETE", "/v1/account", { headers: { origin: "https://evil.test" } })),
  ).toBe("403 origin_not_allowed");
});

/** A page that changes the account's phone, up to the SMS. */
async function changePhone(browser: Browser, person: string, number: string) {
  const started = await start(browser, { purpose: "prove", for: "phone" });
  await stage.scan(person, started);
  const asked = await stage.tap(person, "是我，确认");
  await pair(browser, started);
  await browser.request("POST", `/v1/attempts/${started.id}/phone`, { body: { phone: number } });
  return { started, asked };
}

test("a new phone is shown by an SMS after the pairing code, announced, and the account's after seven days", async () => {
  stage = await setPhoneStage({ application: { newcomers: "create", confirm: "always" } });
  const { oldest, youngest } = await members();
  const number = numberOf(stage, "xiaohong");
  const started = await start(oldest, { purpose: "prove", for: "phone" });
  await stage.scan("xiaoming", started);
  expect(stage.lastMessage("xiaoming").text).toContain("更换你在「青禾茶铺」的账号的手机号");
  expect((await stage.tap("xiaoming", "是我，确认")).text).toContain("验证新的手机号");
  const unpaired = await oldest.request("POST", `/v1/attempts/${started.id}/phone`, { body: { phone: number } });
  expect(await problem(unpaired)).toBe("409 pairing_required");
  await pair(oldest, started);
  await oldest.request("POST", `/v1/attempts/${started.id}/phone`, { body: { phone: number } });
  const otp = await codeFor(stage, "xiaohong");
  await oldest.request("POST", `/v1/attempts/${started.id}/phone`, { body: { otp } });
  const announced = await view(await redeem(oldest, started));
  expect(announced.changes).toMatchObject([
    { action: "phone", phone: expect.stringContaining("****"), no: "withdraw" },
  ]);
  expect((await whoIs(oldest))?.account).not.toHaveProperty("phone");
  expect(await changes(youngest)).toMatchObject([{ action: "phone" }]);
  await pass(stage, 7 * day);
  expect((await whoIs(oldest))?.account.phone).toContain("****");
  expect((await kinds(youngest))?.[0]).toBe("phone_changed");
});

test("another account's number is a conflict here, whoever claims it by now", async () => {
  stage = await setPhoneStage({ application: { newcomers: "bind-phone", confirm: "always" } });
  const number = numberOf(stage, "xiaohong");
  const signUp = async (person: string, phone: string) => {
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan(person, started);
    await stage.tap(person, "是我，登录");
    await pair(browser, started);
    await showPhone(browser, started.id, phone, person);
    await redeem(browser, started);
    return browser;
  };
  await signUp("xiaohong", number);
  await stage.clock.advance(61_000);
  const owner = await signUp("xiaoming", numberOf(stage, "xiaoming"));
  await stage.clock.advance(61_000);
  const started = await start(owner, { purpose: "prove", for: "phone" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，确认");
  await pair(owner, started);
  const { status, reason } = await showPhone(owner, started.id, number, "xiaohong", { newOwner: true });
  expect([status, reason]).toEqual(["declined", "conflict"]);
  expect(await changes(owner)).toEqual([]);
});

/** Proves a phone by the SMS that its holder got. Returns the attempt's state. */
async function showPhone(browser: Browser, id: string, phone: string, holder: string, more: object = {}) {
  const path = `/v1/attempts/${id}/phone`;
  await browser.request("POST", path, { body: { phone } });
  const answer = await browser.request("POST", path, { body: { otp: await codeFor(stage, holder), ...more } });
  return (await answer.json()) as { status: string; reason?: string };
}

test("what a WeChat announced ends with it, where its person says that the account is not theirs", async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, day);
  await link(owner, "xiaohong", "xiaoming");
  await deleteAccount(owner, "xiaohong");
  expect(await changes(owner)).toMatchObject([{ action: "delete" }]);
  const own = stage.browser();
  const started = await start(own);
  await stage.scan("xiaohong", started);
  await stage.say("xiaohong", "3");
  expect((await redeem(own, started)).status).toBe(200);
  expect(await changes(owner)).toEqual([]);
  await link(owner, "afei", "xiaoming");
  await pass(stage, 8 * day);
  expect(await whoIs(owner)).toBeDefined();
});

test("a WeChat that is not the account's gets no page as far as a phone", async () => {
  stage = await setPhoneStage({ application: { newcomers: "create", confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  const started = await start(owner, { purpose: "prove", for: "phone" });
  await stage.scan("afei", started);
  expect((await stage.tap("afei", "是我，确认")).text).toContain("这个微信不属于");
  const phone = await owner.request("POST", `/v1/attempts/${started.id}/phone`, { body: { phone: "13800138000" } });
  expect(await problem(phone)).toBe("410 attempt_ended");
});

test("an older one objects to a new phone", async () => {
  stage = await setPhoneStage({ application: { newcomers: "create", confirm: "always" } });
  const { oldest, youngest } = await members();
  const { started } = await changePhone(youngest, "afei", numberOf(stage, "afei"));
  await youngest.request("POST", `/v1/attempts/${started.id}/phone`, { body: { otp: await codeFor(stage, "afei") } });
  await redeem(youngest, started);
  expect((await stage.say("xiaohong", "反对")).text).toContain("已取消");
  await pass(stage, 8 * day);
  expect((await whoIs(oldest))?.account).not.toHaveProperty("phone");
});

test("without SMS no phone is changed", async () => {
  const { oldest } = await family();
  const asked = await oldest.request("POST", "/v1/attempts", { body: { purpose: "prove", for: "phone" } });
  expect(await problem(asked)).toBe("503 sms_unavailable");
});

test("an approval is valid only for the action that it names", async () => {
  const { oldest, middle } = await family();
  await approve(oldest, "xiaoming", { for: "remove", identity: await ownId(middle) });
  expect(await problem(await oldest.request("DELETE", "/v1/account"))).toBe("403 fresh_proof_needed");
  await approve(oldest, "xiaoming", { for: "delete" });
  const link = await oldest.request("POST", "/v1/attempts", { body: { purpose: "link" } });
  expect(await problem(link)).toBe("403 fresh_proof_needed");
});

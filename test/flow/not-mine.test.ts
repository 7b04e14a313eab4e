import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { approve, changes, deleteAccount, identities, link, ownId, pass, remove, signedIn } from "../stage/linking.ts";
import { codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { pair, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const day = 86_400_000;
const count = async (browser: Browser) => (await identities(browser)).identities.length;
const kinds = async (browser: Browser) => (await whoIs(browser))?.notices?.map(({ kind }) => kind);
const notMine = async (person: string) => (await stage.say(person, "非本人")).text;

/** xiaoming's account, to which one of its pages added xiaohong's WeChat. */
async function added(set: () => Promise<Stage> = () => setStage({ application: { confirm: "always" } })) {
  stage = await set();
  const owner = await signedIn(stage, "xiaoming");
  const asking = await signedIn(stage, "xiaoming");
  await pass(stage, day);
  await link(asking, "xiaohong", "xiaoming");
  return { owner, asking, theirs: await signedIn(stage, "xiaohong") };
}

test("“not mine” removes the added WeChat, ends the session that asked, and every session that it signed in", async () => {
  const { owner, asking, theirs } = await added();
  await expect.poll(() => stage.lastMessage("xiaoming").links.map(({ text }) => text)).toContain("非本人");
  // Notices of the same millisecond have no order.
  await pass(stage, 1_000);
  expect((await stage.tap("xiaoming", "非本人")).text).toContain("已移除新添加的微信");
  expect(await count(owner)).toBe(1);
  expect([await whoIs(asking), await whoIs(theirs)]).toEqual([undefined, undefined]);
  expect((await kinds(owner))?.[0]).toBe("identity_taken_back");
  expect((await identities(owner)).removed).toEqual([]);
  expect((await whoIs(await signedIn(stage, "xiaohong")))?.account.isNew).toBe(true);
});

test("it lasts seven days", async () => {
  const { owner } = await added();
  await pass(stage, 7 * day - 3_600_000);
  await approve(owner, "xiaoming");
  await pass(stage, 3_600_000);
  expect(await notMine("xiaoming")).toContain("没有你能撤回或反对的改动");
  expect(await count(owner)).toBe(2);
});

test("a younger one, and the one that came, take nothing back", async () => {
  const { owner } = await added();
  await pass(stage, day);
  await link(owner, "afei", "xiaoming");
  for (const person of ["afei", "afei"]) expect(await notMine(person)).toContain("没有你能撤回");
  expect(await count(owner)).toBe(3);
  expect(await notMine("xiaohong")).toContain("已移除新添加的微信");
  const again = await signedIn(stage, "xiaoming");
  expect(await count(again)).toBe(2);
  expect(await notMine("xiaohong")).toContain("没有你能撤回");
  expect(await count(again)).toBe(2);
});

test("the word of a person without an account has no effect: the chat replies as usual", async () => {
  stage = await setStage({
    application: { confirm: "always" },
    source: { replies: { other: { type: "text", text: "收到" } } },
  });
  await stage.simulator.control.follow("afei", stage.appid);
  expect(await notMine("afei")).toBe("收到");
  await signedIn(stage, "xiaoming");
  expect(await notMine("xiaoming")).toBe("收到");
});

test("the newest first, one at a time", async () => {
  const { owner } = await added();
  await pass(stage, day);
  await link(owner, "afei", "xiaoming");
  const youngest = await signedIn(stage, "afei");
  await notMine("xiaoming");
  expect(await whoIs(youngest)).toBeUndefined();
  const again = await signedIn(stage, "xiaoming");
  expect(await count(again)).toBe(2);
  await notMine("xiaoming");
  expect(await count(again)).toBe(1);
});

test("WeChats that it added, and those that it removed, are as they were before it", async () => {
  const { owner, theirs } = await added();
  await pass(stage, 3_600_000);
  await link(theirs, "afei", "xiaohong");
  const third = await signedIn(stage, "afei");
  expect(await count(owner)).toBe(3);
  await remove(theirs, await ownId(third), "xiaohong");
  expect((await identities(owner)).removed).toHaveLength(1);
  await link(theirs, "afei", "xiaohong");
  const again = await signedIn(stage, "afei");
  await notMine("xiaoming");
  await notMine("xiaoming");
  expect(await count(owner)).toBe(1);
  expect(await whoIs(again)).toBeUndefined();
});

test("one that was there before, and that it removed, is back", async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, day);
  await link(owner, "xiaohong", "xiaoming");
  await pass(stage, 8 * day);
  const asking = await signedIn(stage, "xiaoming");
  await link(asking, "afei", "xiaoming");
  await remove(asking, await ownId(await signedIn(stage, "xiaohong")), "xiaoming");
  expect(await count(owner)).toBe(2);
  await notMine("xiaoming");
  expect((await identities(owner)).identities.map(({ linkedAt }) => linkedAt !== undefined).toSorted()).toEqual([
    false,
    true,
  ]);
  const opened = (await whoIs(await signedIn(stage, "xiaohong")))?.account;
  expect(opened).toMatchObject({ id: (await whoIs(owner))?.account.id, isNew: false });
});

test("changes that it announced, and approvals that it gave, are gone", async () => {
  const { owner, theirs } = await added();
  await deleteAccount(theirs, "xiaohong");
  await approve(owner, "xiaohong", { for: "delete" });
  expect(await changes(owner)).toHaveLength(1);
  await notMine("xiaoming");
  expect(await changes(owner)).toEqual([]);
  expect(await problem(await owner.request("DELETE", "/v1/account"))).toBe("403 fresh_proof_needed");
  await pass(stage, 8 * day);
  expect(await whoIs(owner)).toBeDefined();
});

const withPhones = () =>
  setPhoneStage({
    application: { newcomers: "create", confirm: "always" },
    options: { accountChanges: { wait: "1h" } },
  });

/** The person's own phone becomes the account's. */
async function changePhone(browser: Browser, person: string): Promise<void> {
  const started = await start(browser, { purpose: "prove", for: "phone" });
  await stage.scan(person, started);
  await stage.tap(person, "是我，确认");
  await pair(browser, started);
  const path = `/v1/attempts/${started.id}/phone`;
  await browser.request("POST", path, { body: { phone: numberOf(stage, person) } });
  await browser.request("POST", path, { body: { otp: await codeFor(stage, person) } });
  await redeem(browser, started);
  await pass(stage, 3_600_000);
}

test("a phone that it has changed is the one of before", async () => {
  const { owner, theirs } = await added(withPhones);
  await changePhone(theirs, "xiaohong");
  expect((await whoIs(owner))?.account.phone).toContain("****");
  await notMine("xiaoming");
  expect((await whoIs(owner))?.account).not.toHaveProperty("phone");
});

test("so is one that another one has changed, which it has added and removed again", async () => {
  const { owner, theirs } = await added(withPhones);
  await pass(stage, 3_600_000);
  await link(theirs, "afei", "xiaohong");
  await pass(stage, 3_600_000);
  const puppet = await signedIn(stage, "afei");
  await changePhone(puppet, "afei");
  await remove(theirs, await ownId(puppet), "xiaohong");
  await pass(stage, 1_000);
  expect((await whoIs(owner))?.account.phone).toContain("****");
  await notMine("xiaoming");
  expect(await count(owner)).toBe(1);
  expect((await whoIs(owner))?.account).not.toHaveProperty("phone");
});

test("a WeChat that it has added and removed again does not come back", async () => {
  const { owner, theirs } = await added();
  await pass(stage, day);
  await link(theirs, "afei", "xiaohong");
  await pass(stage, 1_000);
  const puppet = (await identities(theirs)).identities.filter(({ isCurrent }) => !isCurrent).at(-1)?.id ?? "";
  expect((await remove(theirs, puppet, "xiaohong")).status).toBe(200);
  await pass(stage, 1_000);
  await notMine("xiaoming");
  expect(await count(owner)).toBe(1);
  expect((await identities(owner)).removed).toEqual([]);
  expect((await whoIs(await signedIn(stage, "afei")))?.account.isNew).toBe(true);
});

import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import type { Browser } from "../stage/browser.ts";
import { approve, changes, deleteAccount, identities, link, ownId, pass, remove, signedIn } from "../stage/linking.ts";
import { grantedInMiniProgram } from "../stage/mini-program.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

// A WeChat is removed with all of its sources and with everything that it did. No older WeChat is removed with it.

let stage: Stage;

afterEach(() => stage.close());

const set = async (also: readonly ("mini-program" | "website")[] = []): Promise<void> => {
  stage = await setStage({ kind: "service", also, application: { confirm: "always" } });
};

const openIdOf = (person: string): string =>
  stage.simulator.world().people.find(({ name }) => name === person)?.openIds[stage.appid] ?? "";

const accountOf = async (browser: Browser): Promise<string> => (await whoIs(browser))?.account.id ?? "";

/** The people whose WeChats of the 服务号 belong to the account. */
async function members(account: string): Promise<string[]> {
  const all = (await stage.saoma.operator.account(account))?.identities ?? [];
  return ["xiaoming", "xiaohong", "afei"].filter((person) => all.some(({ openId }) => openId === openIdOf(person)));
}

const importPeople = (...people: string[]) =>
  stage.saoma.people.import(
    people.map((person) => ({ id: "member-1", person: { appid: stage.appid, openId: openIdOf(person) } })),
    { dryRun: false },
  );

const mini = () => appidOf("mini-program");

async function byMiniProgram(person: string): Promise<Browser> {
  const { browser, started } = await grantedInMiniProgram(stage, person);
  await redeem(browser, started);
  return browser;
}

/** Restores the identity, with an approval by `by`. */
async function restore(browser: Browser, id: string, by: string): Promise<Response> {
  await approve(browser, by, { for: "restore", identity: id });
  return browser.request("POST", `/v1/account/identities/${id}/restore`);
}

const idAt = async (browser: Browser, appid: string): Promise<string> =>
  (await identities(browser)).identities.find((one) => !one.isCurrent && one.appid === appid)?.id ?? "";

test("a WeChat that an older one removes is gone, by whichever source it comes again", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  const account = await accountOf(owner);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  expect(await accountOf(await byMiniProgram("xiaohong"))).toBe(account);
  expect((await remove(owner, await idAt(owner, stage.appid), "xiaoming")).status).toBe(200);
  expect(await accountOf(await byMiniProgram("xiaohong"))).not.toBe(account);
  expect(await accountOf(await signedIn(stage, "xiaohong"))).not.toBe(account);
  expect((await identities(owner)).identities.length).toBe(1);
});

test("a WeChat is not removed by one of its sources alone, and is the last one by all of them", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  await byMiniProgram("xiaoming");
  expect((await remove(owner, await idAt(owner, mini()), "xiaoming")).status).toBe(409);
});

test("a removed WeChat does not come back as the oldest, where an import expects its unionid", async () => {
  await set();
  const account = await accountOf(await signedIn(stage, "xiaoming"));
  const [row] = await stage.rows("select platform, union_id from identities where account_id = ?", account);
  await stage.saoma.people.erase(account);
  const union = { platform: String(row?.platform), unionId: String(row?.union_id) };
  await stage.saoma.people.import([{ id: "member-1", union }], { dryRun: false });
  const first = await signedIn(stage, "xiaoming");
  expect(await accountOf(first)).toBe("member-1");
  await pass(stage, 1000);
  await link(first, "xiaohong", "xiaoming");
  await signedIn(stage, "xiaohong");
  expect((await remove(first, await ownId(first), "xiaoming")).status).toBe(200);
  expect(await accountOf(await signedIn(stage, "xiaoming"))).not.toBe("member-1");
});

test("a removed WeChat that the next import brings back is the youngest", async () => {
  await set();
  await importPeople("xiaoming");
  const first = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(first, "xiaohong", "xiaoming");
  const other = await signedIn(stage, "xiaohong");
  expect((await remove(first, await ownId(first), "xiaoming")).status).toBe(200);
  await pass(stage, 1000);
  expect(await importPeople("xiaoming")).toEqual(["completed"]);
  const back = await signedIn(stage, "xiaoming");
  expect(await accountOf(back)).toBe("member-1");
  expect((await remove(back, await ownId(other), "xiaoming")).status).toBe(202);
});

test("what a WeChat announced ends when it is removed, by whichever source it announced it", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  await byMiniProgram("xiaohong");
  await deleteAccount(await signedIn(stage, "xiaohong"), "xiaohong");
  expect((await changes(owner)).length).toBe(1);
  expect((await remove(owner, await idAt(owner, mini()), "xiaoming")).status).toBe(200);
  expect(await changes(owner)).toEqual([]);
});

test("“not me” by typing 2 removes the WeChat by all of its sources", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  await byMiniProgram("xiaohong");
  await stage.say("xiaohong", "2");
  expect((await identities(owner)).identities.length).toBe(1);
});

test("an intruder that comes by another source, and removes the first one, is out", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  const account = await accountOf(owner);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const intruder = await byMiniProgram("xiaohong");
  const { id = "" } =
    (await identities(intruder)).identities.find(({ appid, isCurrent }) => !isCurrent && appid !== mini()) ?? {};
  await pass(stage, 1000);
  await remove(intruder, id, "xiaohong");
  await stage.say("xiaoming", "非本人");
  expect(await whoIs(intruder)).toBeUndefined();
  expect(await members(account)).toEqual(["xiaoming"]);
});

test("a younger WeChat does not restore what an older one removed", async () => {
  await set();
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(owner, "afei", "xiaoming");
  const former = await ownId(await signedIn(stage, "afei"));
  expect((await remove(owner, former, "xiaoming")).status).toBe(200);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const young = await signedIn(stage, "xiaohong");
  expect(await problem(await restore(young, former, "xiaohong"))).toBe("403 younger_identity");
  expect((await restore(owner, former, "xiaoming")).status).toBe(200);
});

test("“not mine” leaves the WeChat that says it, also where the session that is undone had restored it", async () => {
  await set();
  await importPeople("xiaoming", "afei");
  const own = await ownId(await signedIn(stage, "xiaoming"));
  const asking = await signedIn(stage, "afei");
  expect((await remove(asking, own, "afei")).status).toBe(200);
  await pass(stage, 1000);
  await link(asking, "xiaohong", "afei");
  await pass(stage, 1000);
  expect((await restore(asking, own, "afei")).status).toBe(200);
  await stage.say("xiaoming", "非本人");
  expect(await members("member-1")).toEqual(["xiaoming", "afei"]);
});

test("“not mine” removes a restored WeChat again, and none of the equally old ones", async () => {
  await set();
  await importPeople("xiaoming", "afei");
  const asking = await signedIn(stage, "xiaoming");
  const former = await ownId(await signedIn(stage, "afei"));
  await remove(asking, former, "xiaoming");
  await pass(stage, 1000);
  await link(asking, "xiaohong", "xiaoming");
  await pass(stage, 1000);
  expect((await restore(asking, former, "xiaoming")).status).toBe(200);
  await stage.say("xiaoming", "非本人");
  expect(await members("member-1")).toEqual(["xiaoming"]);
});

test("“not mine” of a younger WeChat takes no older one away, which the one that it means had restored", async () => {
  await set();
  await importPeople("xiaoming", "afei");
  const owner = await signedIn(stage, "xiaoming");
  const former = await ownId(await signedIn(stage, "afei"));
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const middle = await signedIn(stage, "xiaohong");
  await pass(stage, 1000);
  await stage.simulator.control.addPerson({ name: "laowang" });
  await link(middle, "laowang", "xiaohong");
  const young = await signedIn(stage, "laowang");
  await remove(owner, former, "xiaoming");
  await remove(owner, await ownId(owner), "xiaoming");
  expect((await restore(young, former, "laowang")).status).toBe(200);
  await stage.say("xiaohong", "非本人");
  expect(await members("member-1")).toEqual(["xiaohong", "afei"]);
});

test("the account's people are told of a WeChat that “not mine” restores", async () => {
  await set();
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(owner, "afei", "xiaoming");
  const former = await ownId(await signedIn(stage, "afei"));
  await pass(stage, 8 * 86_400_000);
  const asking = await signedIn(stage, "xiaoming");
  await link(asking, "xiaohong", "xiaoming");
  await pass(stage, 1000);
  expect((await remove(asking, former, "xiaoming")).status).toBe(200);
  await stage.say("xiaoming", "非本人");
  const watching = await signedIn(stage, "xiaoming");
  expect(await members(await accountOf(watching))).toEqual(["xiaoming", "afei"]);
  expect((await whoIs(watching))?.notices?.map(({ kind }) => kind)).toContain("identity_restored");
});

test("非本人 to a sign-in's prompt declines that sign-in, and takes no WeChat of one's own away", async () => {
  await set();
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  await stage.say("xiaoming", "你好");
  const stranger = stage.browser();
  const started = await start(stranger);
  await stage.scan("xiaoming", started);
  const said = await stage.say("xiaoming", "非本人");
  expect(said.text).toContain("请再回复一次“非本人”");
  expect((await look(stranger, started)).status).toBe("declined");
  expect(await members(await accountOf(owner))).toEqual(["xiaoming", "xiaohong"]);
  await stage.say("xiaoming", "非本人");
  expect((await stage.rows("select open_id from identities")).length).toBe(1);
});

test("the prompt of a removal or a restore says which WeChat it is about", async () => {
  await set();
  const owner = await signedIn(stage, "xiaoming");
  const own = await ownId(owner);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const other = await signedIn(stage, "xiaohong");
  const asked = (person: string) => {
    const chat = stage.simulator.control.chat(person, stage.appid);
    return chat.findLast(({ text }) => text.includes("请确认"))?.text ?? "";
  };
  await approve(other, "xiaohong", { for: "remove", identity: own });
  expect(asked("xiaohong")).toContain("移除最早的微信");
  const added = await ownId(other);
  await remove(owner, added, "xiaoming");
  expect(asked("xiaoming")).toContain("移除2026年5月1日添加的微信");
  await restore(owner, added, "xiaoming");
  expect(asked("xiaoming")).toContain("移除过的2026年5月1日添加的微信");
});

test("“not mine” takes a restored WeChat away by all of its sources, also those that came after", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  const account = await accountOf(owner);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const young = await signedIn(stage, "xiaohong");
  await pass(stage, 1000);
  await link(young, "afei", "xiaohong");
  const former = await ownId(await signedIn(stage, "afei"));
  await pass(stage, 8 * 86_400_000);
  const again = await signedIn(stage, "xiaohong");
  expect((await remove(again, former, "xiaohong")).status).toBe(200);
  expect((await restore(again, former, "xiaohong")).status).toBe(200);
  expect(await accountOf(await byMiniProgram("afei"))).toBe(account);
  await stage.say("xiaoming", "非本人");
  const left = await stage.rows("select appid from identities where account_id = ?", account);
  expect(left.length).toBe(2);
});

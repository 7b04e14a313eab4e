import { afterEach, expect, test } from "vitest";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { comeBack, scanAtWechat } from "../stage/oauth.ts";
import { bind, codeFor, numberOf, setPhoneStage, viewOf } from "../stage/phone.ts";
import { look, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage(options);
};

async function signedIn(person = "xiaoming", browser = stage.browser()): Promise<Browser> {
  const started = await start(browser);
  await stage.scan(person, started);
  if ((await look(browser, started)).status === "scanned") await stage.tap(person, "是我，登录");
  expect((await redeem(browser, started)).status).toBe(200);
  return browser;
}

async function byWebsite(person: string, browser = stage.browser()): Promise<SessionView> {
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, person, started)) ?? "");
  return (await (await redeem(browser, started)).json()) as SessionView;
}

const seen = (person: string) => stage.simulator.world().people.find(({ name }) => name === person);
const unionOf = (person: string): string => Object.values(seen(person)?.unionIds ?? {})[0] ?? "";
const openIdOf = (person: string): string => seen(person)?.openIds[stage.appid] ?? "";

const happen = (person: string, event: string) =>
  stage.simulator.control.happen(person, stage.appid, { event } as never);

const take = (people: Parameters<Stage["saoma"]["people"]["import"]>[0], dryRun = false) =>
  stage.saoma.people.import(people, { dryRun });

test("somebody who was brought along is no newcomer: by openid at once, by unionid when they come", async () => {
  await set({ kind: "service", also: ["website"], application: { newcomers: "refuse" } });
  const openid = openIdOf("xiaoming");
  expect(await take([{ id: "u1", name: "老客", person: { appid: stage.appid, openId: openid } }])).toEqual(["created"]);
  expect((await whoIs(await signedIn()))?.account).toMatchObject({ id: "u1", name: "老客", isNew: false });

  const unionId = unionOf("xiaohong");
  expect(await take([{ id: "u2", union: { platform: "yiye", unionId } }])).toEqual(["created"]);
  expect((await byWebsite("xiaohong")).account).toMatchObject({ id: "u2", isNew: false });
  expect((await byWebsite("xiaohong")).account.id).toBe("u2");
});

test("bringing the same people again doubles nobody, and fills in what was missing", async () => {
  await set({ also: ["website"] });
  const one = { id: "u1", phone: "+8613800138000", union: { platform: "yiye", unionId: "oUnion" } };
  expect(await take([one])).toEqual(["created"]);
  expect(await take([one])).toEqual(["same"]);
  expect(await take([{ ...one, person: { appid: stage.appid, openId: "oNew" } }])).toEqual(["completed"]);
  expect((await stage.saoma.people.find({ phone: "+8613800138000" }))?.id).toBe("u1");
});

test("the id of a deleted account is given to nobody else, by which programs would take them for each other", async () => {
  await set({ also: ["website"] });
  const person = { appid: stage.appid, openId: "oPerson" };
  expect(await take([{ id: "u1", person }])).toEqual(["created"]);
  await stage.saoma.people.erase("u1");
  const problem = "an account of this id was deleted; give this person another id";
  const given = [
    { id: "u1", phone: "+8613800138000" },
    { id: "u2", person },
  ];
  expect(await take(given, true)).toEqual([{ problem }, "created"]);
  expect(await take(given)).toEqual([{ problem }, "created"]);
  expect(await stage.saoma.people.find({ id: "u1" })).toBeUndefined();
});

test("nobody is brought along who would take what is another account's, and the rest of the list is", async () => {
  await set({ also: ["website"] });
  const union = { platform: "yiye", unionId: "oUnion" };
  const person = { appid: stage.appid, openId: "oPerson" };
  await take([{ id: "u1", phone: "+8613800138000", union, person }]);
  const results = await take([
    { id: "u2", phone: "+8613800138000" },
    { id: "u3", union },
    { id: "u4", person },
    { id: "u1", phone: "+8613900139000" },
    { id: "u5", phone: "+8613900139000" },
  ]);
  expect(results).toEqual([
    { problem: "the phone is account u1's" },
    { problem: "the unionid is account u1's" },
    { problem: "the openid is account u1's" },
    { problem: "the account has another phone" },
    "created",
  ]);
  for (const id of ["u2", "u3", "u4"]) expect(await stage.saoma.people.find({ id })).toBeUndefined();
});

test("a rehearsal says the same and keeps nothing", async () => {
  await set();
  const people = [
    { id: "u1", phone: "+8613800138000" },
    { id: "u2", phone: "+8613800138000" },
  ];
  expect(await take(people, true)).toEqual(["created", { problem: "the phone is account u1's" }]);
  expect(await stage.saoma.people.find({ id: "u1" })).toBeUndefined();
});

test("after an account's move its people have their new openids, sessions stay, and conflicts are left alone", async () => {
  await set();
  const browser = await signedIn();
  const account = (await whoIs(browser))?.account.id ?? "";
  const from = (await whoIs(browser))?.identity.openid ?? "";
  const move = { from: stage.appid, to: "wx1111111111111111", dryRun: false };
  await take([{ id: "other", person: { appid: move.to, openId: "oTaken" } }]);
  const pairs = [
    { from, to: "oNew" },
    { from: "oNobody", to: "oX" },
    { from, to: "oTaken" },
  ];
  const come = ["added", "unknown", { conflict: { accountId: account, otherAccountId: "other" } }];
  expect(await stage.saoma.people.migrateOpenIds(pairs, { ...move, dryRun: true })).toEqual(come);
  expect(await stage.saoma.people.find({ appid: move.to, openId: "oNew" })).toBeUndefined();
  expect(await stage.saoma.people.migrateOpenIds(pairs, move)).toEqual(come);
  expect(await stage.saoma.people.migrateOpenIds(pairs, move)).toEqual(["same", ...come.slice(1)]);
  expect((await stage.saoma.people.find({ appid: move.to, openId: "oNew" }))?.id).toBe(account);
  expect(await whoIs(browser)).toBeDefined();
});

test("who is deleted is signed out, waits for nothing, and is nowhere in the database any more", async () => {
  await set({ application: { confirm: "always" } });
  const browser = await signedIn();
  const { account, identity } = (await whoIs(browser)) ?? {};
  const tablet = stage.browser();
  const granted = await start(tablet);
  await stage.scan("xiaoming", granted);
  await stage.tap("xiaoming", "是我，登录");
  await stage.say("xiaoming", "12345678");
  await signedIn("xiaohong");
  const file = await stage.saoma.people.file(account?.id ?? "");
  expect(Object.keys(file?.rows ?? {}).toSorted()).toEqual([
    "accounts",
    "attempts",
    "hits",
    "identities",
    "known_browsers",
    "phone_bindings",
    "sessions",
  ]);
  expect(JSON.stringify(file?.rows)).toContain(identity?.openid);
  expect(JSON.stringify(file?.rows.sessions)).toContain("[hash]");

  const gone = await stage.saoma.people.erase(account?.id ?? "");
  expect(Object.keys(gone ?? {}).toSorted()).toEqual(Object.keys(file?.rows ?? {}).toSorted());
  expect(await whoIs(browser)).toBeUndefined();
  expect((await redeem(tablet, granted)).status).toBe(404);
  expect(await stage.saoma.people.erase(account?.id ?? "")).toBeUndefined();
  expect((await whoIs(await signedIn("xiaohong")))?.account).toMatchObject({ isNew: false });
  expect((await whoIs(await signedIn()))?.account).toMatchObject({ isNew: true });
});

test("what was counted of somebody goes with them: codes of SMS and of the chat", async () => {
  stage = await setPhoneStage();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  await viewOf(bind(browser, started, { otp: await codeFor(stage, "xiaoming") }));
  const { account } = (await (await redeem(browser, started)).json()) as SessionView;
  const counted = async () => JSON.stringify(await stage.rows("select key from hits"));
  expect(await counted()).toContain(openIdOf("xiaoming"));
  await stage.saoma.people.erase(account.id);
  expect(await counted()).not.toContain(openIdOf("xiaoming"));
});

test("somebody who gives up their WeChat is forgotten, and signed out", async () => {
  await set();
  const browser = await signedIn();
  const id = (await whoIs(browser))?.account.id ?? "";
  const told: unknown[] = [];
  stage.saoma.on("erased", (event) => told.push(event));
  await happen("xiaoming", "user_authorization_cancellation");
  expect(await whoIs(browser)).toBeUndefined();
  expect(await stage.saoma.people.find({ id })).toBeUndefined();
  expect(told).toEqual([{ accountId: id, by: "person" }]);
});

test("an account with another WeChat or a phone of its own stays, without what that WeChat told", async () => {
  await set();
  const browser = await signedIn();
  const { account, identity } = (await whoIs(browser)) ?? {};
  const id = account?.id ?? "";
  await take([{ id, phone: "+8613800138000" }]);
  await happen("xiaoming", "user_authorization_cancellation");
  expect(await whoIs(browser)).toBeUndefined();
  expect(await stage.saoma.people.find({ id })).toMatchObject({ phone: "+8613800138000" });
  expect(await stage.saoma.people.find({ appid: stage.appid, openId: identity?.openid ?? "" })).toBeUndefined();
});

test("who withdraws their profile's consent is signed out, and a name that was brought along stays", async () => {
  await set({ kind: "service", also: ["website"] });
  const openId = openIdOf("xiaoming");
  await take([{ id: "u1", name: "小明同学", person: { appid: stage.appid, openId } }]);
  const browser = await signedIn();
  const told: unknown[] = [];
  stage.saoma.on("authorization-revoked", ({ sessionsEnded }) => told.push(sessionsEnded));
  const revoked = { event: "user_authorization_revoke", revokeInfo: "205" } as const;
  await stage.simulator.control.happen("xiaoming", stage.appid, revoked);
  expect(told).toEqual([1]);
  expect(await whoIs(browser)).toBeUndefined();
  expect((await stage.saoma.people.find({ id: "u1" }))?.name).toBe("小明同学");
});

test("who changes name or picture is told of, and nothing else happens", async () => {
  await set();
  const browser = await signedIn();
  const told: unknown[] = [];
  stage.saoma.on("profile-changed", ({ accountId }) => told.push(accountId));
  await happen("xiaoming", "user_info_modified");
  expect(told).toEqual([(await whoIs(browser))?.account.id]);
});

test("such a push counts however much was sent before, twice is once, and a stranger's does nothing", async () => {
  await set({ options: { limits: { pushesPerPerson: { times: 3, per: "1m" } } } });
  const browser = await signedIn();
  for (let times = 0; times < 3; times++) await stage.say("xiaoming", "你好");
  await stage.simulator.control.follow("xiaohong", stage.appid);
  await happen("xiaohong", "user_authorization_cancellation");
  expect(await whoIs(browser)).toBeDefined();
  stage.simulator.control.faults.add({ on: "push", kind: "duplicate", times: 1 });
  await happen("xiaoming", "user_authorization_cancellation");
  expect(await whoIs(browser)).toBeUndefined();
});

/** Proves a phone in an attempt that requires one. Returns the attempt's status. */
async function showPhone(browser: Browser, started: { id: string }, person: string): Promise<string> {
  const phone = numberOf(stage, person);
  await viewOf(bind(browser, started, { phone }));
  return (await viewOf(bind(browser, started, { phone, otp: await codeFor(stage, person) }))).status;
}

/** A phone that the site verified yesterday, so its owner may join the account. */
const seenPhone = () => ({
  phone: `+86${numberOf(stage, "xiaoming")}`,
  phoneSeenAt: stage.clock.now() - 86_400_000,
});

test("somebody who was brought along by their phone joins their account by it", async () => {
  stage = await setPhoneStage();
  await take([{ id: "u1", ...seenPhone() }]);
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  expect(await showPhone(browser, started, "xiaoming")).toBe("granted");
  await redeem(browser, started);
  expect((await whoIs(browser))?.account.id).toBe("u1");
});

test("a phone opens no account whose person WeChat says is another one", async () => {
  stage = await setPhoneStage({ kind: "website", also: ["service"] });
  const union = { platform: "yiye", unionId: unionOf("xiaohong") };
  await take([{ id: "u1", ...seenPhone(), union }]);
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  expect(await showPhone(browser, started, "xiaoming")).toBe("declined");
});

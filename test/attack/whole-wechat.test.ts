import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { approve, changes, deleteAccount, identities, link, ownId, pass, remove, signedIn } from "../stage/linking.ts";
import { bearerOf, call, grantedInMiniProgram, openByCode } from "../stage/mini-program.ts";
import { redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

// A change of one of a WeChat's identities applies to the whole WeChat, which is as old as its oldest identity.

let stage: Stage;

afterEach(() => stage.close());
const set = async (also: readonly ("mini-program" | "website")[] = []): Promise<void> => {
  stage = await setStage({ kind: "service", also, application: { confirm: "always" } });
};
const openIdOf = (person: string, appid = stage.appid): string =>
  stage.simulator.world().people.find(({ name }) => name === person)?.openIds[appid] ?? "";
const rows = () => stage.rows("select account_id, appid, open_id, linked_at, union_id from identities");
const has = async (person: string, account: string) =>
  (await rows()).some((r) => r.account_id === account && r.open_id === openIdOf(person));
const accountOf = async (browser: Browser): Promise<string> => (await whoIs(browser))?.account.id ?? "";
const mini = () => appidOf("mini-program");
const act = async (person: string, started: StartedAttempt, purpose: string) => {
  const path = `${mini()}/attempts/${encodeURIComponent(await openByCode(stage, person, started))}`;
  const bearer = await bearerOf(stage, person, mini());
  await call(stage, "POST", `${path}/scan`, { bearer, body: {} });
  return (await (await call(stage, "POST", `${path}/confirm`, { bearer, body: { purpose } })).json()) as {
    pairingCode?: string;
  };
};
/** The owner adds their own WeChat by the mini-program, too. */
async function linkOwnMini(owner: Browser, person: string): Promise<StartedAttempt> {
  await approve(owner, person);
  const started = await start(owner, { purpose: "link", channel: "mini-program", source: mini() });
  const { pairingCode } = await act(person, started, "link");
  const r = await owner.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { pairingCode } });
  expect(r.status).toBe(200);
  return started;
}

async function scene() {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  const account = await accountOf(owner);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const young = await signedIn(stage, "xiaohong");
  await pass(stage, 1000);
  await linkOwnMini(owner, "xiaoming");
  return { owner, account, young };
}

test("a younger WeChat does not remove an older one by a source that was added later", async () => {
  const { account, young } = await scene();
  const { id = "" } = (await identities(young)).identities.find(({ appid }) => appid === mini()) ?? {};
  expect((await remove(young, id, "xiaohong")).status).toBe(202);
  expect(await has("xiaoming", account)).toBe(true);
});

test("“not mine” of a younger WeChat is not about the second source of an older one", async () => {
  const { account } = await scene();
  await stage.say("xiaohong", "非本人");
  expect(await has("xiaoming", account)).toBe(true);
});

test("nor does it remove an older one by a source that an import added", async () => {
  await set(["mini-program"]);
  const owner = await signedIn(stage, "xiaoming");
  const account = await accountOf(owner);
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  const young = await signedIn(stage, "xiaohong");
  await pass(stage, 1000);
  const [row] = await stage.rows("select platform, union_id from identities where open_id = ?", openIdOf("xiaoming"));
  const union = { platform: String(row?.platform), unionId: String(row?.union_id) };
  await stage.saoma.people.import(
    [{ id: account, person: { appid: mini(), openId: openIdOf("xiaoming", mini()) || "oMini_xiaoming" }, union }],
    { dryRun: false },
  );
  const { id = "" } = (await identities(young)).identities.find(({ appid }) => appid === mini()) ?? {};
  expect((await remove(young, id, "xiaohong")).status).toBe(202);
  expect(await has("xiaoming", account)).toBe(true);
});

test("a person who declines the second identity of their own WeChat keeps the first", async () => {
  const { account } = await scene();
  // declines in the mini-program's page of that link
  const all = await stage.rows("select id, scene from attempts where purpose = 'link' and channel = 'mini-program'");
  const bearer = await bearerOf(stage, "xiaoming", mini());
  await call(stage, "POST", `${mini()}/attempts/${encodeURIComponent(String(all[0]?.scene))}/decline`, {
    bearer,
    body: {},
  });
  expect(await has("xiaoming", account)).toBe(true);
});

test("a removed WeChat that an import of its unionid brings back is the youngest", async () => {
  await set();
  const gone = await accountOf(await signedIn(stage, "xiaoming"));
  const [row] = await stage.rows("select platform, union_id from identities where account_id = ?", gone);
  await stage.saoma.people.erase(gone);
  const union = { platform: String(row?.platform), unionId: String(row?.union_id) };
  await stage.saoma.people.import([{ id: "member-1", union }], { dryRun: false });
  const first = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(first, "xiaohong", "xiaoming");
  const other = await signedIn(stage, "xiaohong");
  expect((await remove(first, await ownId(first), "xiaoming")).status).toBe(200);
  await pass(stage, 1000);
  await stage.saoma.people.import([{ id: "member-1", union }], { dryRun: false });
  const back = await signedIn(stage, "xiaoming");
  expect(await accountOf(back)).toBe("member-1");
  const r = await remove(back, await ownId(other), "xiaoming");
  expect(r.status).toBe(202);
});

test("“not mine” of a younger WeChat reverts nothing that an older one did", async () => {
  await set();
  const owner = await signedIn(stage, "xiaoming");
  const account = await accountOf(owner);
  await pass(stage, 1000);
  await link(owner, "afei", "xiaoming");
  const former = await ownId(await signedIn(stage, "afei"));
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  await signedIn(stage, "xiaohong");
  await pass(stage, 1000);
  await stage.simulator.control.addPerson({ name: "laowang" });
  await link(owner, "laowang", "xiaoming");
  await pass(stage, 1000);
  expect((await remove(owner, former, "xiaoming")).status).toBe(200);
  expect((await deleteAccount(owner, "xiaoming")).status).toBe(202);
  expect(await has("afei", account)).toBe(false);
  await stage.say("xiaohong", "非本人");
  expect((await changes(owner)).length).toBe(1);
  expect(await has("afei", account)).toBe(false);
});

test("反对 objects also while a prompt waits", async () => {
  await set();
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, 1000);
  await link(owner, "xiaohong", "xiaoming");
  await deleteAccount(await signedIn(stage, "xiaohong"), "xiaohong");
  expect((await changes(owner)).length).toBe(1);
  const started = await start(stage.browser());
  await stage.scan("xiaoming", started);
  await stage.say("xiaoming", "反对");
  expect((await changes(owner)).length).toBe(0);
});

test("“not mine” means the intruder, also where a source of one's own came after", async () => {
  const { account } = await scene();
  await stage.say("xiaoming", "非本人");
  expect(await has("xiaohong", account)).toBe(false);
  expect(await has("xiaoming", account)).toBe(true);
});

test("a WeChat objects with the age of its oldest source", async () => {
  const { owner, account } = await scene();
  await pass(stage, 1000);
  await deleteAccount(await signedIn(stage, "xiaohong"), "xiaohong");
  const { browser, started } = await grantedInMiniProgram(stage, "xiaoming");
  await redeem(browser, started);
  expect(await accountOf(browser)).toBe(account);
  expect((await changes(browser)).map(({ no }) => no)).toEqual(["object"]);
  expect((await changes(owner)).length).toBe(1);
});

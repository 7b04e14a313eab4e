import { afterEach, expect, test } from "vitest";
import { type AdminStage, firstKey, setAdminStage } from "../admin/operator.ts";
import type { Browser } from "../stage/browser.ts";
import { deleteAccount, identities, link, ownId, pass, remove } from "../stage/linking.ts";
import { look, problem, redeem, type StageOptions, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";
import { ways } from "./ways.ts";

// A thief of a key with write access wants to add their own WeChat to an account. An invitation waits for 24 hours, so
// they first try to make the person unable to object: by a mark, a suspension, a group or a removal.

let stage: AdminStage;
let owner: Browser;
let id: string;
const { holds } = tally("a stolen key that writes");
const day = 24 * 3_600_000;
const cli = { actor: "command line" };

afterEach(() => stage.close());

async function set(options: StageOptions = {}): Promise<void> {
  stage = await setAdminStage({}, { ...options, application: { manageAccount: true, ...options.application } });
  owner = stage.browser();
  const own = await start(owner);
  await stage.scan("xiaoming", own);
  await stage.tap("xiaoming", "是我，登录");
  await redeem(owner, own);
  id = (await whoIs(owner))?.account.id ?? "";
}

const ask = (method: string, path: string) => stage.ask(`/admin/v1/accounts/${id}/${path}`, { method, key: firstKey });

const wechats = async () => (await stage.saoma.operator.account(id))?.identities ?? [];
const wechatOf = async (person: string): Promise<string> => {
  const openId = stage.simulator.world().people.find(({ name }) => name === person)?.openIds[stage.appid];
  return (await wechats()).find((one) => one.openId === openId)?.id ?? "";
};
const markLost = async (person: string, method = "PUT") => ask(method, `identities/${await wechatOf(person)}/lost`);

async function invite(): Promise<string> {
  const answer = await ask("POST", "invitations");
  return answer.ok ? ((await answer.json()) as { code: string }).code : problem(answer);
}

/** Types the code into a page of the thief. Returns the response. */
async function enter(code: string): Promise<string> {
  const browser = stage.browser();
  const { id: attempt } = await start(browser);
  const answer = await browser.request("POST", `/v1/attempts/${attempt}/invitation`, { body: { code } });
  return answer.ok ? "entered" : problem(answer);
}

const heard = (person: string) =>
  stage.simulator.control
    .chat(person, stage.appid)
    .map(({ text }) => text)
    .join("\n");

/** A new page of the person, answered by their WeChat. Returns the state that the page reads. */
async function come(person: string, body: Record<string, unknown> = {}) {
  const browser = stage.browser();
  const started = await start(browser, body);
  await stage.scan(person, started);
  await stage.say(person, "1");
  return look(browser, started);
}

const lines = async () => (await stage.saoma.operator.audit(0, 99)).map(({ actor, action }) => `${actor}: ${action}`);

for (const order of ["marks and invites", "invites and marks"] as const) {
  test(`${order}: the person hears of the invitation in the chat of the marked WeChat, and cancels it there`, async () => {
    await set();
    if (order === "marks and invites") await markLost("xiaoming");
    const code = await invite();
    if (order === "invites and marks") await markLost("xiaoming");
    await stage.say("xiaoming", "你好");
    holds(/邀请码.*生效/.test(heard("xiaoming")), `${order}: heard`);
    expect((await stage.say("xiaoming", "反对")).text).toContain("已取消");
    await stage.clock.advance(day);
    holds((await enter(code)) === "422 wrong_invitation", `${order}: cancelled`);
    expect((await lines()).at(-1)).toBe("person: invitation.cancelled");
  });
}

test("who marks, waits for as long as they like and then invites gains nothing", async () => {
  await set();
  await markLost("xiaoming");
  await pass(stage, 30 * day);
  const code = await invite();
  await stage.say("xiaoming", "反对");
  await pass(stage, day);
  holds((await enter(code)) === "422 wrong_invitation", "a mark of thirty days ago");
});

test("a mark that is removed again in time hides nothing either", async () => {
  await set();
  await markLost("xiaoming");
  const code = await invite();
  await markLost("xiaoming", "DELETE");
  await stage.say("xiaoming", "反对");
  await stage.clock.advance(day);
  holds((await enter(code)) === "422 wrong_invitation", "mark, invite, unmark");
});

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: a marked WeChat is turned away where it may have no chat, and that stops the invitation`, async () => {
    stage = await setAdminStage({}, { kind: way.kind });
    const signIn = async (browser: Browser) => {
      const asked = { body: { channel: way.channel }, headers: way.headers ?? {} };
      const started = (await (await browser.request("POST", "/v1/attempts", asked)).json()) as Started;
      await way.answer(stage, "xiaoming", started, browser).catch(() => undefined);
      return started;
    };
    owner = stage.browser();
    await redeem(owner, await signIn(owner));
    id = (await whoIs(owner))?.account.id ?? "";
    const [wechat] = await wechats();
    await ask("PUT", `identities/${wechat?.id}/lost`);
    expect(await invite()).toMatch(/^[\w-]{14}$/);
    const browser = stage.browser();
    const seen = await look(browser, await signIn(browser));
    expect(seen.reason).toBe("wechat_lost");
    holds((await stage.saoma.operator.invitation(id)) === undefined, `${name}: stopped by coming`);
    expect((await lines()).at(-1)).toBe("person: invitation.cancelled");
  });
}

type Started = Awaited<ReturnType<typeof start>>;

test("a suspension cancels an invitation that waits, none is made while it lasts, and it leaves a line", async () => {
  await set();
  const code = await invite();
  await ask("PUT", "suspension");
  holds((await invite()) === "403 account_suspended", "invited while suspended");
  await ask("DELETE", "suspension");
  await stage.clock.advance(day);
  holds((await enter(code)) === "422 wrong_invitation", "suspended and lifted");
  expect(await lines()).toEqual([
    "SAOMA_ADMIN_KEY: account.invited",
    "SAOMA_ADMIN_KEY: account.suspended",
    "SAOMA_ADMIN_KEY: invitation.cancelled",
    "SAOMA_ADMIN_KEY: account.unsuspended",
  ]);
});

test("a person who was removed from the application's group is refused, and that stops the invitation", async () => {
  stage = await setAdminStage({}, { application: { access: { groups: ["staff"] } } });
  const openId = stage.simulator.world().people.find(({ name }) => name === "xiaoming")?.openIds[stage.appid] ?? "";
  await stage.saoma.people.import([{ id: "u1", person: { appid: stage.appid, openId } }], { dryRun: false });
  id = "u1";
  await ask("PUT", "groups/staff");
  await ask("DELETE", "groups/staff");
  const code = await invite();
  expect((await come("xiaoming")).reason).toBe("not_admitted");
  await ask("PUT", "groups/staff");
  await stage.clock.advance(day);
  holds((await enter(code)) === "422 wrong_invitation", "out of the group and in again");
});

test("a removal waits as well; the WeChat to be removed hears of it, and objects to both", async () => {
  await set({ application: { confirm: "always" } });
  await stage.clock.advance(1_000);
  await link(owner, "xiaohong", "xiaoming");
  const target = await wechatOf("xiaoming");
  const removed = await ask("DELETE", `identities/${target}`);
  expect(removed.status).toBe(202);
  const due = new Date(stage.clock.now() + day).toISOString();
  expect(await removed.json()).toEqual({ dueAt: due });
  await stage.clock.advance(1_000);
  expect(await (await ask("DELETE", `identities/${target}`)).json()).toEqual({ dueAt: due });
  const code = await invite();
  await markLost("xiaoming");
  await stage.say("xiaoming", "你好");
  holds(/移除一个微信/.test(heard("xiaoming")), "hears of the removal");
  expect((await stage.say("xiaoming", "反对")).text).toContain("已取消");
  await pass(stage, day);
  holds((await wechats()).length === 2, "not removed");
  holds((await enter(code)) === "422 wrong_invitation", "remove and invite");
  expect((await lines()).filter((line) => line.startsWith("person"))).toEqual([
    "person: removal.stopped",
    "person: invitation.cancelled",
  ]);
});

test("a removal without an objection is done after 24 hours, and is in the audit", async () => {
  await set({ application: { confirm: "always" } });
  await link(owner, "xiaohong", "xiaoming");
  expect((await ask("DELETE", `identities/${await wechatOf("xiaohong")}`)).status).toBe(202);
  await pass(stage, day);
  expect((await wechats()).length).toBe(1);
  expect(await lines()).toEqual(["SAOMA_ADMIN_KEY: removal.announced", "saoma: identity.removed"]);
});

test("a thief of a key with the account's younger WeChat cannot remove the older one faster by marking it", async () => {
  await set({ application: { confirm: "always" } });
  await stage.clock.advance(1_000);
  await link(owner, "xiaohong", "xiaoming");
  const older = await ownId(owner);
  await markLost("xiaoming");
  const younger = stage.browser();
  const started = await start(younger);
  await stage.scan("xiaohong", started);
  await stage.tap("xiaohong", "是我，登录");
  await redeem(younger, started);
  holds((await remove(younger, older, "xiaohong")).status === 202, "only announced");
  holds((await deleteAccount(younger, "xiaohong")).status === 202, "the account's deletion");
  await stage.say("xiaoming", "反对");
  holds((await identities(younger)).changes.length === 0, "the marked one objects to both");
});

test("the command line's mark takes the say, also of a WeChat that a key had marked before", async () => {
  await set();
  await markLost("xiaoming");
  const wechat = await wechatOf("xiaoming");
  await stage.saoma.operator.markWechat(id, wechat, { ...cli, mark: "lost", mutes: true });
  const code = await invite();
  await stage.say("xiaoming", "反对");
  expect((await come("xiaoming")).reason).toBe("wechat_lost");
  expect(heard("xiaoming")).not.toContain("邀请码");
  await stage.clock.advance(day);
  holds((await enter(code)) === "entered", "a thief of the phone has no say");
});

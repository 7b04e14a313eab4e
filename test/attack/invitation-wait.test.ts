import { afterEach, beforeEach, expect, test } from "vitest";
import { type AdminStage, firstKey, setAdminStage } from "../admin/operator.ts";
import type { Browser } from "../stage/browser.ts";
import { link, pass } from "../stage/linking.ts";
import { look, problem, redeem, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";

// An invitation from the console or the Admin API comes into force after 24 hours. So a thief of a key, or of an
// administrator's browser, enters no account before its people have been told.

let stage: AdminStage;
let owner: Browser;
let id: string;
const { holds } = tally("an invitation that waits");
const day = 24 * 3_600_000;

beforeEach(async () => {
  stage = await setAdminStage({}, { application: { manageAccount: true } });
  owner = stage.browser();
  const own = await start(owner);
  await stage.scan("xiaoming", own);
  await stage.say("xiaoming", "1");
  await redeem(owner, own);
  id = (await whoIs(owner))?.account.id ?? "";
});

afterEach(() => stage.close());

interface Made {
  readonly code: string;
  readonly validFrom: string;
  readonly expiresAt: string;
}

const path = () => `/admin/v1/accounts/${id}/invitations`;

const invite = async (): Promise<Made> =>
  (await (await stage.ask(path(), { method: "POST", key: firstKey })).json()) as Made;

const cancel = () => stage.ask(path(), { method: "DELETE", key: firstKey });

/** Types the code into a new page, and answers with this WeChat. Returns the result. */
async function use(code: string, person = "xiaohong"): Promise<string> {
  const browser = stage.browser();
  const started = await start(browser);
  const entered = await enter(browser, started.id, code);
  if (!entered.ok) return problem(entered);
  await stage.scan(person, started);
  const pairingCode = stage.pairingCode(started);
  const done = await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { pairingCode } });
  return done.ok ? ((await whoIs(browser))?.account.id ?? "nobody") : problem(done);
}

const enter = (browser: Browser, attempt: string, code: string) =>
  browser.request("POST", `/v1/attempts/${attempt}/invitation`, { body: { code } });

const actions = async () => (await stage.saoma.operator.audit(0, 20)).map(({ actor, action }) => `${actor}: ${action}`);

interface Change {
  readonly id: string;
  readonly action: string;
  readonly dueAt: string;
  readonly no?: string;
}

const changes = async (browser = owner): Promise<Change[]> => {
  const answer = await browser.request("GET", "/v1/account/identities");
  return ((await answer.json()) as { changes: Change[] }).changes;
};

test("it is refused a second before its 24 hours are over, in words with the time, and accepted then, for a day", async () => {
  const made = await invite();
  const from = stage.clock.now() + day;
  expect([made.validFrom, made.expiresAt]).toEqual([from, from + day].map((at) => new Date(at).toISOString()));
  await stage.clock.advance(day - 1_000);
  const browser = stage.browser();
  const early = await enter(browser, (await start(browser)).id, made.code);
  expect(early.headers.get("retry-after")).toBe("1");
  expect(await early.json()).toMatchObject({
    status: 409,
    code: "invitation_too_early",
    detail: `This invitation is in force from ${made.validFrom}.`,
  });
  holds((await use(made.code)) === "409 invitation_too_early", "24 h - 1 s");
  holds((await use("2222-2222-2222")) === "422 wrong_invitation", "a wrong code hears nothing of times");
  await stage.clock.advance(1_000);
  holds((await use(made.code)) === id, "24 h");
  holds((await use(made.code, "afei")) === "422 wrong_invitation", "twice");
});

test("it is over a day after it came into force", async () => {
  const { code } = await invite();
  await stage.clock.advance(2 * day);
  holds((await use(code)) === "422 wrong_invitation", "48 h");
});

test("one of the command line is in force at once, and takes the place of one that waits", async () => {
  const waiting = await invite();
  const { code = "", validFrom } = (await stage.saoma.operator.invite(id, { actor: "command line" })) ?? {};
  expect(validFrom).toBe(stage.clock.now());
  holds((await changes()).length === 0, "nothing is announced any more");
  holds((await use(waiting.code)) === "422 wrong_invitation", "the one that waited");
  holds((await use(code)) === id, "at once");
});

test("its person hears when it comes into force, and calls it off by the word in the chat", async () => {
  const { code } = await invite();
  const told = (await stage.say("xiaoming", "你好")).text || stage.lastMessage("xiaoming").text;
  const heard = stage.simulator.control.chat("xiaoming", stage.appid).map(({ text }) => text);
  expect(`${heard.join("\n")}\n${told}`).toMatch(/邀请码.*24 小时后（2026年5月2日）生效.*\n.*反对/);
  expect((await whoIs(owner))?.notices?.[0]).toMatchObject({ kind: "invitation_announced" });
  expect((await stage.say("xiaoming", "反对")).text).toContain("已取消");
  await stage.clock.advance(day);
  holds((await use(code)) === "422 wrong_invitation", "cancelled in the chat");
  expect(await actions()).toEqual(["SAOMA_ADMIN_KEY: account.invited", "person: invitation.cancelled"]);
});

test("its person sees it on their account's page, and calls it off there", async () => {
  const { code, validFrom } = await invite();
  const [change, ...others] = await changes();
  expect(others).toEqual([]);
  expect(change).toMatchObject({ action: "invite", dueAt: validFrom, no: "object" });
  const stopped = await owner.request("DELETE", `/v1/account/changes/${change?.id}`);
  expect(stopped.status).toBe(200);
  expect(await changes()).toEqual([]);
  await stage.clock.advance(day);
  holds((await use(code)) === "422 wrong_invitation", "cancelled on the page");
  expect((await actions()).at(-1)).toBe("person: invitation.cancelled");
});

test("the operator cancels it, once, in force or not; its person is told, and it is in the audit", async () => {
  const waiting = await invite();
  expect((await cancel()).status).toBe(204);
  expect((await cancel()).status).toBe(204);
  expect((await whoIs(owner))?.notices?.map(({ kind }) => kind)).toEqual(["change_stopped"]);
  await stage.clock.advance(day);
  holds((await use(waiting.code)) === "422 wrong_invitation", "cancelled while it waited");
  const { code = "" } = (await stage.saoma.operator.invite(id, { actor: "command line" })) ?? {};
  await stage.saoma.operator.cancelInvitation(id, { actor: "command line" });
  holds((await use(code)) === "422 wrong_invitation", "cancelled in force");
  expect(await actions()).toEqual([
    "SAOMA_ADMIN_KEY: account.invited",
    "SAOMA_ADMIN_KEY: invitation.cancelled",
    "command line: account.invited",
    "command line: invitation.cancelled",
  ]);
  expect(
    await problem(await stage.ask("/admin/v1/accounts/nobody/invitations", { method: "DELETE", key: firstKey })),
  ).toBe("404 account_not_found");
});

test("cancelled after its code was typed, and after its WeChat was asked, it adds nobody", async () => {
  for (const moment of ["typed", "scanned"] as const) {
    const { code } = await invite();
    await stage.clock.advance(day);
    const browser = stage.browser();
    const started = await start(browser);
    expect((await enter(browser, started.id, code)).status).toBe(200);
    if (moment === "scanned") await stage.scan("xiaohong", started);
    await cancel();
    if (moment === "typed") await stage.scan("xiaohong", started);
    const pairingCode = moment === "scanned" ? stage.pairingCode(started) : "000000";
    await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { pairingCode } });
    holds((await whoIs(browser)) === undefined, `${moment}: nobody is signed in`);
    holds((await look(browser, started)).status !== "redeemed", `${moment}: no redeem`);
  }
  holds((await stage.saoma.operator.account(id))?.identities.length === 1, "the account's WeChats");
});

test("a WeChat that the command line marked as lost does not call it off", async () => {
  const { code } = await invite();
  const [wechat] = (await stage.saoma.operator.account(id))?.identities ?? [];
  await stage.saoma.operator.markWechat(id, wechat?.id ?? "", { actor: "command line", mark: "lost", mutes: true });
  await stage.say("xiaoming", "反对");
  await stage.clock.advance(day);
  holds((await use(code)) === id, "who found the phone has no say");
});

test("a WeChat that was linked after it was made does not call it off", async () => {
  const { code } = await invite();
  await stage.clock.advance(1_000);
  await link(owner, "xiaohong", "xiaoming");
  expect((await stage.say("xiaohong", "反对")).text).toContain("没有你能撤回或反对的改动");
  await stage.clock.advance(day);
  holds((await use(code, "afei")) === id, "the younger one has no say");
});

test("when it comes into force, its person hears once more, and it is announced no longer", async () => {
  const { code } = await invite();
  await pass(stage, day);
  await expect.poll(async () => (await whoIs(owner))?.notices?.map(({ kind }) => kind)).toEqual(["invited"]);
  expect(await changes()).toEqual([]);
  holds((await use(code)) === id, "in force");
});

test("a suspended account's is void when it is due", async () => {
  const { code } = await invite();
  const by = { actor: "command line" };
  await stage.saoma.operator.suspend(id, by);
  await pass(stage, day);
  await expect.poll(() => stage.rows("select * from invitations")).toEqual([]);
  await stage.saoma.operator.unsuspend(id, by);
  holds((await use(code)) === "422 wrong_invitation", "after the suspension");
});

test("it is exported with its person, without its code, and deleted with them", async () => {
  await invite();
  const rows = (await stage.saoma.operator.file(id))?.rows ?? {};
  expect(rows.invitations).toMatchObject([{ hash: "[hash]", valid_from: stage.clock.now() + day }]);
  expect(rows.account_changes).toMatchObject([{ action: "invite" }]);
  await stage.saoma.people.erase(id);
  for (const table of ["invitations", "account_changes", "notices", "notice_deliveries"])
    holds((await stage.rows(`select * from ${table}`)).length === 0, `${table}: gone`);
});

import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { look, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";
import { ways } from "./ways.ts";

// An invitation lets one WeChat into an account, once: the one that its holder means.

let stage: Stage;
const { holds } = tally("an invitation");

afterEach(() => stage.close());

const by = { actor: "operator" };

/** A stage with an account that the operator imported, and an invitation to it. */
async function invited(options: StageOptions = {}): Promise<string> {
  stage = await setStage(options);
  await stage.saoma.people.import([{ id: "member-1", name: "老会员", phone: "+8613800138001" }], { dryRun: false });
  return invite();
}

const invite = async (): Promise<string> => (await stage.saoma.operator.invite("member-1", by))?.code ?? "";

const enter = (browser: Browser, { id }: { id: string }, code: string) =>
  browser.request("POST", `/v1/attempts/${id}/invitation`, { body: { code } });

const redeemPaired = (browser: Browser, { id }: { id: string }, pairingCode: string) =>
  browser.request("POST", `/v1/attempts/${id}/redeem`, { body: { pairingCode } });

const wechatsOf = async (id = "member-1") => (await stage.saoma.operator.account(id))?.identities ?? [];

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: an invitation adds the WeChat whose pairing code was typed, or none`, async () => {
    const code = await invited({ kind: way.kind, application: { newcomers: "refuse" } });
    const browser = stage.browser();
    const body = { channel: way.channel };
    const answer = await browser.request("POST", "/v1/attempts", { body, headers: way.headers ?? {} });
    const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
    if (way.channel === "open-platform") {
      holds((await problem(await enter(browser, started, code))) === "400 invalid_request", `${name}: takes none`);
      return;
    }
    expect((await enter(browser, started, code)).status).toBe(200);
    expect(await look(browser, started)).toMatchObject({ status: "pending", invited: true });
    await way.answer(stage, "xiaohong", started, browser);
    holds((await wechatsOf()).length === 0, `${name}: nothing before the redeem`);
    holds((await problem(await redeem(browser, started))) === "409 pairing_required", `${name}: without its pairing`);
    const told = await way.told(stage, "xiaohong", started);
    const agreed = { agreed: true };
    const redeemed = told
      ? await redeemPaired(browser, started, told)
      : await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: agreed });
    expect(redeemed.status).toBe(200);
    expect((await whoIs(browser))?.account.id).toBe("member-1");
    holds((await wechatsOf()).length === 1, `${name}: one WeChat`);
    const second = stage.browser();
    const again = (await (
      await second.request("POST", "/v1/attempts", { body, headers: way.headers ?? {} })
    ).json()) as typeof started;
    holds((await problem(await enter(second, again, code))) === "422 wrong_invitation", `${name}: used once`);
  });
}

test("a stranger who answers the page of an invitation gets nothing, and the invitation stays good", async () => {
  const code = await invited();
  for (const end of ["redeem", "cancel", "expire", "wrong"] as const) {
    const browser = stage.browser();
    const started = await start(browser);
    expect((await enter(browser, started, code)).status).toBe(200);
    await stage.scan("afei", started);
    if (end === "redeem") await redeem(browser, started);
    if (end === "cancel") await browser.request("DELETE", `/v1/attempts/${started.id}`);
    if (end === "expire") await stage.clock.advance(600_000);
    if (end === "wrong")
      for (const guess of ["000000", "000001", "000002"]) await redeemPaired(browser, started, guess);
    holds((await wechatsOf()).length === 0, `${end}: the account's WeChats`);
  }
  const stranger = stage.browser();
  const own = await start(stranger);
  await stage.scan("afei", own);
  await stage.say("afei", "1");
  await redeem(stranger, own);
  holds((await whoIs(stranger))?.account.id !== "member-1", "the stranger's own account");
  const browser = stage.browser();
  const started = await start(browser);
  await enter(browser, started, code);
  await stage.scan("xiaohong", started);
  expect((await redeemPaired(browser, started, stage.pairingCode(started))).status).toBe(200);
});

test("invitations are not guessed: five an attempt, twenty an address, all kept; nothing readable is stored", async () => {
  const code = await invited();
  const browser = stage.browser();
  const started = await start(browser);
  const guess = (n: number) => `2222-2222-22${23 + n}`;
  const answers: string[] = [];
  for (let n = 0; n < 6; n++) answers.push(await problem(await enter(browser, started, guess(n))));
  holds(
    answers.slice(0, 5).every((answer) => answer === "422 wrong_invitation"),
    "five wrong ones",
  );
  holds(answers[5] === "429 rate_limited", "the sixth");
  holds((await problem(await enter(browser, started, code))) === "429 rate_limited", "the right one, too late");
  let refused = 0;
  for (let n = 0; n < 20; n++) {
    const other = stage.browser();
    if ((await problem(await enter(other, await start(other), guess(n)))) === "429 rate_limited") refused++;
  }
  holds(refused > 0, "of one address");
  const stored = await stage.stored();
  holds(!stored.includes(code) && !stored.includes(code.replaceAll("-", "")), "the code in the database");
  holds(!stage.lines.join().includes(code), "the code in the log");
});

test("an invitation that one user submitted is not the next user's who starts in the same browser", async () => {
  const code = await invited();
  const browser = stage.browser();
  const first = await start(browser);
  expect((await enter(browser, first, code)).status).toBe(200);
  const second = await start(browser);
  holds(second.id !== first.id, "another attempt");
  holds((await look(browser, second)) !== undefined && !("invited" in (await look(browser, second))), "no invitation");
  await stage.scan("xiaohong", second);
  await stage.say("xiaohong", "1");
  expect((await redeem(browser, second)).status).toBe(200);
  holds((await whoIs(browser))?.account.id !== "member-1" && (await wechatsOf()).length === 0, "an account of its own");
});

test("an invitation ends after a day, with the next one, and with a restore", async () => {
  const code = await invited();
  const next = await invite();
  const attempt = async (typed: string) => {
    const browser = stage.browser();
    return problem(await enter(browser, await start(browser), typed));
  };
  holds((await attempt(code)) === "422 wrong_invitation", "the one before");
  await stage.clock.advance(24 * 3_600_000);
  holds((await attempt(next)) === "422 wrong_invitation", "a day later");
});

test("an invitation adds no person who has an account, and no lost WeChat", async () => {
  const code = await invited();
  const owner = stage.browser();
  const own = await start(owner);
  await stage.scan("xiaoming", own);
  await stage.say("xiaoming", "1");
  await redeem(owner, own);
  const browser = stage.browser();
  const started = await start(browser);
  await enter(browser, started, code);
  await stage.scan("xiaoming", started);
  const { status, reason } = await look(browser, started);
  holds(status === "declined" && reason === "conflict", "somebody with an account");
  holds(stage.lastMessage("xiaoming").text.includes("已经有自己的账号"), "hears why");

  const { account } = (await whoIs(owner)) ?? { account: { id: "" } };
  const [wechat] = (await stage.saoma.operator.account(account.id))?.identities ?? [];
  await stage.saoma.operator.markWechat(account.id, wechat?.id ?? "", { ...by, mark: "lost" });
  const again = stage.browser();
  const second = await start(again);
  await enter(again, second, code);
  await stage.scan("xiaoming", second);
  holds((await look(again, second)).reason === "wechat_lost", "a lost one");
});

test("an invitation is typed before anybody answers, by the page's holder, for a sign-in", async () => {
  const code = await invited();
  const browser = stage.browser();
  const started = await start(browser);
  holds((await problem(await enter(stage.browser(), started, code))) === "404 attempt_not_found", "another browser");
  await stage.scan("xiaohong", started);
  holds((await problem(await enter(browser, started, code))) === "409 attempt_answered", "after the scan");
  await stage.say("xiaohong", "1");
  await redeem(browser, started);
  const proof = await start(browser, { purpose: "prove" });
  holds((await problem(await enter(browser, proof, code))) === "400 invalid_request", "a proof");
  holds((await wechatsOf()).length === 0, "the member's account");
});

test("a chat code, which confirms sign-ins only, adds no WeChat by an invitation", async () => {
  const code = await invited({ kind: "subscription" });
  await stage.simulator.control.follow("xiaohong", stage.appid);
  const chatCode = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await stage.say("xiaohong", "登录")).text)?.[0] ?? "";
  const browser = stage.browser();
  const started = await start(browser);
  await enter(browser, started, code);
  const typed = await browser.request("POST", `/v1/attempts/${started.id}/code`, { body: { text: chatCode } });
  holds((await problem(typed)) === "400 invalid_request", "the chat's code");
});

test("a person who lost their only WeChat returns by an invitation; the account is told, the audit has it, 'not me' undoes it", async () => {
  stage = await setStage();
  const owner = stage.browser();
  const own = await start(owner);
  await stage.scan("xiaoming", own);
  await stage.say("xiaoming", "1");
  await redeem(owner, own);
  const id = (await whoIs(owner))?.account.id ?? "";
  const { code = "" } = (await stage.saoma.operator.invite(id, by)) ?? {};
  holds((await stage.say("xiaoming", "你好")).text.includes("邀请码"), "the account's WeChat is told");
  const [wechat] = await wechatsOf(id);
  await stage.saoma.operator.markWechat(id, wechat?.id ?? "", { ...by, mark: "lost" });
  const events: string[] = [];
  stage.saoma.on("linked", ({ accountId }) => events.push(`linked ${accountId}`));
  const browser = stage.browser();
  const started = await start(browser);
  await enter(browser, started, code);
  await stage.scan("xiaohong", started);
  expect((await redeemPaired(browser, started, stage.pairingCode(started))).status).toBe(200);
  expect((await whoIs(browser))?.account.id).toBe(id);
  expect(events).toEqual([`linked ${id}`]);
  const actions = (await stage.saoma.operator.audit(0, 10)).map(({ actor, action }) => `${actor}: ${action}`);
  expect(actions).toEqual(["operator: account.invited", "operator: identity.lost", "invitation: invitation.used"]);
  holds((await stage.say("xiaohong", "2")).text.includes("解除关联"), "'not me'");
  holds((await whoIs(browser)) === undefined, "its session");
  holds((await wechatsOf(id)).length === 1, "the account's WeChats");
});

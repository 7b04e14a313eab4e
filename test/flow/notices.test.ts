import { afterEach, expect, test } from "vitest";
import type { LoginEvents } from "../../src/login/events.ts";
import type { Browser } from "../stage/browser.ts";
import { link, pass, signedIn } from "../stage/linking.ts";
import { bind, codeFor, countSms, numberOf, setPhoneStage } from "../stage/phone.ts";
import { type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const day = 86_400_000;
const set = async (options: StageOptions = {}): Promise<void> => {
  stage = await setStage({ ...options, application: { confirm: "always", ...options.application } });
};

const messages = (person: string): string[] =>
  stage.simulator.control
    .chat(person, stage.appid)
    .filter(({ from }) => from === "account")
    .map(({ text }) => text);
const told = (person: string, what = "添加了另一个微信"): number =>
  messages(person).filter((text) => text.includes(what)).length;

/** Waits until the messages that follow the response were sent or refused. */
const sent = (times = 1) =>
  expect.poll(() => stage.lines.filter((line) => line.startsWith("a notice ")).length).toBeGreaterThanOrEqual(times);

const kinds = async (browser: Browser) => (await whoIs(browser))?.notices?.map(({ kind }) => kind);

test("the account's other WeChats get a notice at once, if WeChat allows a message; the new one does not", async () => {
  await set();
  const events: LoginEvents["notice"][] = [];
  stage.saoma.on("notice", (event) => events.push(event));
  const browser = await signedIn(stage, "xiaoming");
  await link(browser, "xiaohong", "xiaoming");
  await sent();
  expect([told("xiaoming"), told("xiaohong")]).toEqual([1, 0]);
  expect(messages("xiaoming").at(-1)).toContain("「青禾茶铺」提醒：2026年5月1日");
  const accountId = (await whoIs(browser))?.account.id;
  expect(events).toMatchObject([
    { kind: "identity_added", accountId, applicationId: "shop", by: { appid: stage.appid } },
  ]);
  expect(JSON.stringify(events)).not.toContain("sessionId");

  await stage.say("xiaoming", "你好");
  expect(told("xiaoming")).toBe(1);
});

test("a chat that cannot be written to gets the notice once, with its next reply", async () => {
  await set({ source: { replies: { other: { type: "text", text: "收到" } } } });
  const browser = await signedIn(stage, "xiaoming");
  stage.simulator.control.faults.add({ on: "/cgi-bin/message/custom/send", kind: "errcode", errcode: 45015, times: 9 });
  await link(browser, "xiaohong", "xiaoming");
  await sent();
  expect(told("xiaoming")).toBe(0);
  const answer = (await stage.say("xiaoming", "你好")).text;
  expect(answer).toMatch(/^收到\n\n「青禾茶铺」提醒/);
  expect((await stage.say("xiaoming", "还在吗")).text).toBe("收到");
  expect([told("xiaoming"), told("xiaohong")]).toEqual([1, 0]);
});

test("a personal account, which may only answer, tells with its next answer, also where it had none", async () => {
  await set({ kind: "subscription", source: { secret: undefined as never } });
  for (const person of ["xiaoming", "xiaohong"]) await stage.simulator.control.follow(person, stage.appid);
  const code = async (browser: Browser, person: string, purpose: string) => {
    const started = await start(browser, { purpose });
    const reply = (await stage.say(person, started.code?.text ?? "")).text;
    return { ...started, reply };
  };
  const browser = stage.browser();
  for (const purpose of ["sign-in", "prove"]) {
    const { id } = await code(browser, "xiaoming", purpose);
    await stage.say("xiaoming", "1");
    await browser.request("POST", `/v1/attempts/${id}/redeem`, { body: {} });
  }
  const { id, reply } = await code(browser, "xiaohong", "link");
  const [, pairingCode] = /(\d{6})/.exec(reply) ?? [];
  await browser.request("POST", `/v1/attempts/${id}/redeem`, { body: { pairingCode } });
  expect(told("xiaoming")).toBe(0);
  await stage.say("xiaoming", "你好");
  expect([told("xiaoming"), told("xiaohong")]).toEqual([1, 0]);
});

test("pages show it for seven days, to earlier sessions at an application that manages accounts", async () => {
  await set({
    options: {
      applications: [
        { id: "shop", name: "青禾茶铺", confirm: "always", manageAccount: true },
        { id: "members", name: "青禾会员", confirm: "always" },
      ],
    },
  });
  const sign = async (person: string, application = "shop") => {
    const browser = stage.browser();
    const started = await start(browser, { application });
    await stage.scan(person, started);
    await stage.tap(person, "是我，登录");
    await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} });
    return browser;
  };
  const browser = await sign("xiaoming");
  expect(await kinds(browser)).toEqual([]);
  const ask = async (purpose: string, person: string, pairs: boolean) => {
    const started = await start(browser, { purpose, application: "shop" });
    await stage.scan(person, started);
    if (!pairs) await stage.tap(person, "是我，确认");
    const body = pairs ? { pairingCode: stage.pairingCode(started) } : {};
    await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body });
  };
  await ask("prove", "xiaoming", false);
  await ask("link", "xiaohong", true);
  expect(await kinds(browser)).toEqual(["identity_added"]);
  expect(await kinds(await sign("xiaohong"))).toEqual([]);
  expect(await kinds(await sign("xiaoming", "members"))).toBeUndefined();
  await pass(stage, 7 * day);
  expect(await kinds(browser)).toEqual([]);
});

test("what a stop left behind is sent after the start", async () => {
  await set();
  const browser = await signedIn(stage, "xiaoming");
  stage.simulator.control.faults.add({ on: "/cgi-bin/message/custom/send", kind: "drop", times: 1 });
  await link(browser, "xiaohong", "xiaoming");
  await sent();
  await stage.rows("update notice_deliveries set tried_at = null");
  await stage.restart();
  await sent(2);
  expect(await stage.rows("select * from notice_deliveries")).toEqual([]);
  expect(told("xiaoming")).toBe(1);
});

test("what waits for a WeChat that was marked as lost meanwhile is not sent to it", async () => {
  await set();
  const browser = await signedIn(stage, "xiaoming");
  stage.simulator.control.faults.add({ on: "/cgi-bin/message/custom/send", kind: "drop" });
  await link(browser, "xiaohong", "xiaoming");
  await sent();
  const id = await accountOf(browser);
  const first = (await stage.saoma.operator.account(id))?.identities.find(({ linkedAt }) => linkedAt === undefined);
  await stage.clock.advance(1000);
  await stage.saoma.operator.markWechat(id, first?.id ?? "", { actor: "operator", mark: "lost" });
  await sent(2);
  await stage.rows("update notice_deliveries set tried_at = null");
  stage.simulator.control.faults.clear();
  await stage.restart();
  // The older notice comes first, because once the newer one was sent, the older one had been decided on.
  await expect.poll(() => told("xiaohong", "按丢失处理")).toBe(1);
  expect(told("xiaoming")).toBe(0);
});

/** An account with a phone. The operator has a template for notices. */
async function withPhone(): Promise<Browser> {
  const application = { newcomers: "bind-phone", confirm: "always" } as const;
  stage = await setPhoneStage({ application }, { templates: { notice: "SMS_1" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  await bind(browser, started, { phone: numberOf(stage, "xiaoming") });
  await bind(browser, started, { otp: await codeFor(stage, "xiaoming") });
  await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} });
  expect(await countSms(stage, "xiaoming")).toBe(1);
  return browser;
}

const accountOf = async (browser: Browser): Promise<string> => (await whoIs(browser))?.account.id ?? "";

test("the account's phone gets an SMS, without a name and without a code, if there is a template", async () => {
  const browser = await withPhone();
  await link(browser, "xiaohong", "xiaoming");
  await expect.poll(() => countSms(stage, "xiaoming")).toBe(2);
  const text = (await stage.simulator.control.sms.inbox("xiaoming")).at(-1)?.text ?? "";
  expect(text).toContain("【青禾茶铺】你的账号有变动");
  expect(text).not.toContain((await whoIs(browser))?.account.name);
  expect(text).not.toMatch(/\d{6}/);
});

test("an SMS tells the account although a stranger has asked for all the codes that its number may get", async () => {
  const browser = await withPhone();
  const stranger = stage.browser();
  const started = await start(stranger);
  await stage.scan("afei", started);
  await stage.tap("afei", "是我，登录");
  const answers: number[] = [];
  for (let n = 0; n < 6; n++) {
    await stage.clock.advance(61_000);
    answers.push((await bind(stranger, started, { phone: numberOf(stage, "xiaoming") })).status);
  }
  expect(answers.at(-1)).toBe(429);
  const codes = await countSms(stage, "xiaoming");
  await link(browser, "xiaohong", "xiaoming");
  await expect.poll(() => countSms(stage, "xiaoming")).toBe(codes + 1);
  expect((await stage.simulator.control.sms.inbox("xiaoming")).at(-1)?.text).toContain("你的账号有变动");
});

test("the account's phone gets a notice of an invitation, too, before the operator has its code", async () => {
  const id = await accountOf(await withPhone());
  expect(await stage.saoma.operator.invite(id, { actor: "test" })).toBeDefined();
  expect(await countSms(stage, "xiaoming")).toBe(2);
});

test("an SMS that a stop left behind is sent after the start, once", async () => {
  const browser = await withPhone();
  await link(browser, "xiaohong", "xiaoming");
  const waiting = () => stage.rows("select * from notice_deliveries where appid = 'sms'");
  await expect.poll(() => countSms(stage, "xiaoming")).toBe(2);
  await expect.poll(waiting).toEqual([]);
  await stage.rows("insert into notice_deliveries select 'sms', '', id, account_id, at, null from notices");
  await stage.restart();
  await expect.poll(() => countSms(stage, "xiaoming")).toBe(3);
  await stage.restart();
  await expect.poll(waiting).toEqual([]);
  expect(await countSms(stage, "xiaoming")).toBe(3);
});

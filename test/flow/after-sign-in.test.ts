import { afterEach, expect, test } from "vitest";
import { createSaoma, type SaomaOptions } from "../../src/index.ts";
import type { Browser } from "../stage/browser.ts";
import {
  type ApplicationOptions,
  redeem,
  type Stage,
  type StageOptions,
  setStage,
  start,
  whoIs,
} from "../stage/stage.ts";
import { withStoreBeside } from "../stage/store-beside.ts";

let stage: Stage;

afterEach(() => stage.close());

type AfterSignIn = NonNullable<ApplicationOptions["afterSignIn"]>;

const set = async (afterSignIn: AfterSignIn, options: StageOptions = {}) => {
  stage = await setStage({ ...options, application: { confirm: "never", afterSignIn } });
};

const text = { type: "text", text: "{name}，你于 {date} {time} 用 {browser} 登录了「{site}」。" } as const;

/** The template of the simulator's 服务号. */
const template = () => {
  const account = stage.simulator.control.world().accounts.find(({ appid }) => appid === stage.appid);
  return account?.templates[0];
};

async function granted(browser: Browser = stage.browser()) {
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  return { browser, started };
}

async function signIn() {
  const { browser, started } = await granted();
  expect((await redeem(browser, started)).status).toBe(200);
  return { browser, started };
}

const messages = () => stage.simulator.control.chat("xiaoming", stage.appid).filter(({ from }) => from === "account");
const sends = () =>
  stage.simulator.control
    .log()
    .entries.filter((entry) => /message\/(custom|template)\/send/.test(JSON.stringify(entry)));

/** Waits until the message that follows the response was sent. */
const settled = () =>
  expect.poll(() => stage.lines.filter((line) => line.includes("message")).length).toBeGreaterThan(0);

test("after the sign-in the person gets a message in the chat, with the application's text", async () => {
  await set([text]);
  const { browser } = await signIn();
  await settled();
  const name = (await whoIs(browser))?.account.name;
  expect(messages().at(-1)?.text).toBe(`${name}，你于 2026年5月1日 14:05 用 Chrome · macOS 登录了「青禾茶铺」。`);
});

test("a name makes no links of its own in the message", async () => {
  await set([text]);
  const openId = stage.simulator.world().people.find(({ name }) => name === "xiaoming")?.openIds[stage.appid] ?? "";
  const name = '<a href="https://evil.test">领奖</a>';
  await stage.saoma.people.import([{ id: "u1", name, person: { appid: stage.appid, openId } }], { dryRun: false });
  await signIn();
  await settled();
  expect(messages().at(-1)).toMatchObject({ links: [], text: expect.stringContaining("领奖") });
});

test("nothing is sent before the redeem, and nothing without a configured message", async () => {
  await set([text]);
  await granted();
  await stage.clock.advance(1_000);
  expect(sends()).toEqual([]);
  await stage.close();
  await set([]);
  await signIn();
  await stage.clock.advance(60_000);
  expect(sends()).toEqual([]);
});

test("a template message goes out with its fields filled in and cut to what WeChat takes", async () => {
  await set([{ type: "template", templateId: "later", data: { thing1: "x" } }]);
  const { id = "", fields = {} } = template() ?? {};
  const data = Object.fromEntries(Object.keys(fields).map((field) => [field, valueFor(field)]));
  await stage.close();
  await set([{ type: "template", templateId: id, data, url: "https://shop.test/me" }]);
  await signIn();
  await settled();
  expect(messages().at(-1)).toMatchObject({ type: "notice", links: [{ href: "https://shop.test/me" }] });
  const told = messages().at(-1)?.text ?? "";
  expect(told).toContain("青禾茶铺");
  for (const value of told.split("\n").slice(1))
    expect([...(value.split("：")[1] ?? "")].length).toBeLessThanOrEqual(32);
});

/** A value that fits a field of this name. If the message cuts such a field, the value is too long. */
const valueFor = (field: string): string => {
  if (field.startsWith("time")) return "{date} {time}";
  if (field.startsWith("thing")) return "{site}，来自 {browser}，{date} {time}";
  return field.startsWith("character_string") ? "0123456789012345678901234567890123456789" : "1";
};

test("however often the result is fetched, by however many at once, one message goes out", async () => {
  await set([text]);
  const { browser, started } = await granted();
  await Promise.all(Array.from({ length: 16 }, () => redeem(browser, started)));
  await settled();
  await stage.clock.advance(120_000);
  await stage.restart();
  await stage.clock.advance(120_000);
  expect(sends()).toHaveLength(1);
});

test("messages left in the outbox by a stop are sent after the start, once; not those too old or of undone sign-ins", async () => {
  await set([text]);
  const { started } = await signIn();
  await settled();
  const leaveBehind = () =>
    withStoreBeside(stage, ({ transact }) => transact(({ outbox, now }) => outbox.insert(started.id, now)));
  await leaveBehind();
  await stage.restart();
  await expect.poll(() => sends().length).toBe(2);
  await stage.restart();
  await stage.clock.advance(60_000);
  expect(sends()).toHaveLength(2);

  await leaveBehind();
  await stage.saoma.close();
  await stage.clock.advance(601_000);
  await stage.restart();
  await expect.poll(() => stage.lines.join()).toContain("too old to be sent");

  await stage.say("xiaoming", "2");
  expect(messages().at(-1)?.text).toContain("退出");
  await leaveBehind();
  await stage.restart();
  await expect
    .poll(() => withStoreBeside(stage, async ({ read }) => expect(await read.outbox(1)).toEqual([])))
    .toBeUndefined();
  expect(sends()).toHaveLength(2);
});

test.each([
  [43004, "the person must follow the account first"],
  [45015, "has not written for too long"],
  [45047, "no more messages may be sent"],
  [48001, "is not verified"],
  [47001, "the body is not what the call expects"],
])(
  "if WeChat refuses with %i, the person stays signed in, and the log says the reason in words",
  async (errcode, words) => {
    await set([text]);
    stage.simulator.control.faults.add({ on: "/cgi-bin/message/custom/send", kind: "errcode", errcode, times: 1 });
    const { browser } = await signIn();
    await settled();
    const said = stage.lines.filter((line) => line.includes("no message after a sign-in"));
    expect(said).toEqual([expect.stringContaining(words)]);
    expect(said[0]).not.toContain((await whoIs(browser))?.identity.openid);
    await stage.clock.advance(120_000);
    expect(sends()).toHaveLength(1);
  },
);

test("an unknown template or field is reported with WeChat's errcode", async () => {
  await set([{ type: "template", templateId: "nobody-made-this-one", data: { thing1: "{site}" } }]);
  const { id = "" } = template() ?? {};
  await signIn();
  await settled();
  expect(stage.lines.join()).toContain("40037 (no such template in this account)");
  await stage.close();
  await set([{ type: "template", templateId: id, data: { nothing9: "{site}" } }]);
  await signIn();
  await settled();
  expect(stage.lines.join()).toContain("47003 (a field of the template breaks its rule");
});

test("a person who unfollows between scan and redeem is signed in, and gets no message", async () => {
  await set([text]);
  const { browser, started } = await granted();
  await stage.simulator.control.unfollow("xiaoming", stage.appid);
  expect((await redeem(browser, started)).status).toBe(200);
  await settled();
  expect(stage.lines.find((line) => line.includes("no message after a sign-in"))).toContain("45015");
});

test("while WeChat is away the sign-in is as quick, and the message is given up", async () => {
  await set([text]);
  stage.simulator.control.faults.add({ on: "/cgi-bin/message/custom/send", kind: "drop", times: 1 });
  expect((await signIn()).started.id).toBeDefined();
  await settled();
  expect(stage.lines.find((line) => line.includes("no message after a sign-in"))).toContain("no usable answer");
});

test("the first message that the source may send is the one that is sent", async () => {
  await set(
    [
      { type: "template", templateId: "x", data: { thing1: "x" } },
      { type: "text", text: "文字" },
    ],
    { kind: "subscription", also: ["service"], source: { name: "周末手记" } },
  );
  await stage.simulator.control.patchAccount(stage.appid, { abilities: ["custom-message"] });
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-code" });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  await stage.say("xiaoming", started.code?.text ?? "");
  await redeem(browser, started);
  await settled();
  expect(messages().at(-1)?.text).toBe("文字");
});

test("a handler of `signed-in` knows who it was, and may write to them itself", async () => {
  await set([]);
  const sent = new Promise((resolve, reject) => {
    stage.saoma.on("signed-in", ({ account, session }) => {
      const text = `${account.name} ${session.applicationId} ${session.channel} ${session.newcomer}`;
      stage.saoma.send(session, { type: "text", text }).then(resolve, reject);
    });
  });
  const { browser } = await signIn();
  await sent;
  const name = (await whoIs(browser))?.account.name;
  expect(messages().at(-1)?.text).toBe(`${name} shop official-account-qr true`);
  await expect(
    stage.saoma.send({ appid: "wx0000000000000000", openId: "o" }, { type: "text", text: "x" }),
  ).rejects.toThrow("appid must be one of `sources`");
  const stranger = { appid: stage.appid, openId: "oNobody" };
  await expect(stage.saoma.send(stranger, { type: "text", text: "x" })).rejects.toMatchObject({ errcode: 40003 });
});

test("a message that no source can send is refused with the configuration", async () => {
  await set([]);
  const source = { kind: "website", appid: "wx0123456789abcdef", name: "青禾", secret: "0123456789abcdef" } as const;
  const withMessages = (afterSignIn: AfterSignIn): SaomaOptions => ({
    origin: "https://login.saoma.test",
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-stage",
    database: { path: ":memory:" },
    sources: [source],
    applications: [{ id: "shop", name: "青禾茶铺", afterSignIn }],
  });
  expect(() => createSaoma(withMessages([text]))).toThrow("afterSignIn[0] needs a 公众号, 服务号 or test account");
  const unknown = { ...text, text: "{nobody}" };
  expect(() => createSaoma(withMessages([unknown]))).toThrow("must not contain {nobody}");
});

import { afterEach, expect, test } from "vitest";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import { bind, codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { look, redeem, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const asked = "/cgi-bin/user/info";

/** A 服务号, a mini-program and a website of one Open Platform account. A scan signs in without a question. */
const set = async (options: StageOptions = {}) => {
  stage = await setStage({
    kind: "service",
    also: ["mini-program", "website"],
    ...options,
    application: { confirm: "never", ...options.application },
  });
};

/** How often WeChat was asked for a follower's profile. */
const timesAsked = (): number =>
  stage.simulator.control.log().entries.filter((entry) => entry.kind === "call" && entry.path === asked).length;

const redeemed = async (browser: Browser, id: string): Promise<SessionView> => {
  const answer = await redeem(browser, { id });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as SessionView;
};

const ways = {
  async qr(person: string, body: object = {}) {
    const browser = stage.browser();
    const started = await start(browser, { channel: "official-account-qr", ...body });
    await stage.scan(person, started);
    return redeemed(browser, started.id);
  },
  async miniProgram(person: string) {
    const browser = stage.browser();
    const started = await start(browser, { channel: "mini-program" });
    const scene = await openByCode(stage, person, started);
    const { appid = "" } = stage.simulator.world().accounts.find(({ kind }) => kind === "mini-program") ?? {};
    const bearer = await bearerOf(stage, person, appid);
    for (const act of ["scan", "confirm"]) {
      await call(stage, "POST", `${appid}/attempts/${scene}/${act}`, { bearer, body: {} });
    }
    return redeemed(browser, started.id);
  },
  async website(person: string, body: object = {}) {
    const browser = stage.browser();
    const started = await start(browser, { channel: "open-platform", ...body });
    await comeBack(browser, (await scanAtWechat(stage, person, started)) ?? "");
    return redeemed(browser, started.id);
  },
};

/** Inside WeChat, WeChat returns the service account's openid and no unionid. */
async function silently(person: string): Promise<SessionView> {
  const browser = stage.browser();
  const answer = await browser.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const started = (await answer.json()) as StartedAttempt;
  await comeBack(browser, await openInWechat(stage, person, started.link ?? ""));
  return redeemed(browser, started.id);
}

test.each([
  ["qr", "miniProgram", "website"],
  ["qr", "website", "miniProgram"],
  ["miniProgram", "qr", "website"],
  ["miniProgram", "website", "qr"],
  ["website", "qr", "miniProgram"],
  ["website", "miniProgram", "qr"],
] as const)("one person by %s, %s and %s is one account, and another person another", async (first, second, third) => {
  await set();
  const { account } = await ways[first]("xiaoming");
  for (const way of [second, third]) {
    expect((await ways[way]("xiaoming")).account).toMatchObject({ id: account.id, isNew: false });
  }
  expect((await ways.qr("xiaohong")).account.id).not.toBe(account.id);
  await ways.qr("xiaoming");
  expect(timesAsked()).toBe(2);
  expect(await stage.saoma.identityConflicts()).toEqual([]);
});

test("whoever confirms in the chat, sends a code, or types the one of the chat is the same person, too", async () => {
  await set({ application: { confirm: "always" } });
  const { account } = await ways.website("xiaoming");
  const browser = stage.browser();
  const shown = await start(browser, { channel: "official-account-qr" });
  await stage.scan("xiaoming", shown);
  expect(timesAsked()).toBe(0);
  await stage.tap("xiaoming", "是我，登录");
  expect((await redeemed(browser, shown.id)).account.id).toBe(account.id);

  const other = await ways.website("xiaohong");
  await stage.simulator.control.follow("xiaohong", stage.appid);
  await stage.say("xiaohong", "登录");
  const text = /[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{1,4})+/.exec(stage.lastMessage("xiaohong").text)?.[0] ?? "";
  const typed = await start(browser, { channel: "official-account-code" });
  expect((await browser.request("POST", `/v1/attempts/${typed.id}/code`, { body: { text } })).status).toBe(200);
  expect((await redeemed(browser, typed.id)).account.id).toBe(other.account.id);

  const third = await ways.website("afei");
  const { code, id } = await start(browser, { channel: "official-account-code" });
  await stage.simulator.control.follow("afei", stage.appid);
  await stage.say("afei", code?.text ?? "");
  await stage.tap("afei", "是我，登录");
  expect((await redeemed(browser, id)).account.id).toBe(third.account.id);
  expect(timesAsked()).toBe(3);
});

test("whoever is known by another source is let in where newcomers are refused or asked for a phone", async () => {
  stage = await setPhoneStage({
    kind: "service",
    also: ["website"],
    options: {
      applications: [
        { id: "shop", name: "青禾茶铺" },
        { id: "members", name: "青禾会员", newcomers: "refuse", confirm: "always" },
        { id: "phones", name: "青禾外卖", newcomers: "bind-phone", confirm: "never" },
      ],
    },
  });
  const { account } = await ways.website("xiaoming", { application: "shop" });
  const browser = stage.browser();
  const started = await start(browser, { application: "members", channel: "official-account-qr" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  expect((await redeemed(browser, started.id)).account.id).toBe(account.id);
  expect(timesAsked()).toBe(1);
  const other = await ways.website("afei", { application: "shop" });
  expect((await ways.qr("afei", { application: "phones" })).account.id).toBe(other.account.id);
  const strange = await start(browser, { application: "members", channel: "official-account-qr" });
  await stage.scan("xiaohong", strange);
  expect(await look(browser, strange)).toMatchObject({ status: "declined", reason: "newcomer_refused" });
});

test("somebody who was brought along by their unionid is found by the QR", async () => {
  await set({ application: { newcomers: "refuse" } });
  const { unionIds = {} } = stage.simulator.world().people.find(({ name }) => name === "xiaoming") ?? {};
  const union = { platform: "yiye", unionId: Object.values(unionIds)[0] ?? "" };
  await stage.saoma.people.import([{ id: "u1", name: "老客", union }], { dryRun: false });
  expect((await ways.qr("xiaoming")).account).toMatchObject({ id: "u1", name: "老客", isNew: false });
});

test("a newcomer who binds a phone keeps what WeChat told before", async () => {
  stage = await setPhoneStage({ kind: "service", also: ["website"] });
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-qr" });
  await stage.scan("xiaoming", started);
  await bind(browser, started, { phone: numberOf(stage, "xiaoming") });
  await bind(browser, started, { otp: await codeFor(stage, "xiaoming") });
  const { account } = await redeemed(browser, started.id);
  expect((await ways.website("xiaoming")).account.id).toBe(account.id);
});

test("a WeChat that is another account's by its unionid is not linked, and proves its own account", async () => {
  await set();
  await ways.website("xiaohong");
  const browser = stage.browser();
  const mine = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", mine)) ?? "");
  await redeemed(browser, mine.id);
  const proof = await start(browser, { channel: "official-account-qr", purpose: "prove" });
  await stage.scan("xiaoming", proof);
  await stage.tap("xiaoming", "是我，确认");
  const proven = (await (await redeem(browser, proof)).json()) as IdentitiesView;
  const link = await start(browser, { channel: "official-account-qr", purpose: "link" });
  await stage.scan("xiaohong", link);
  expect(stage.lastMessage("xiaohong").text).toContain("已经有自己的账号");
  expect(Date.parse(proven.session.freshUntil)).toBe(stage.clock.now() + 10 * 60_000);
});

test("an identity without a unionid has it from its next sign-in on", async () => {
  await set({ source: { scope: "snsapi_base" } });
  const { account, identity } = await silently("xiaoming");
  expect(identity.unionid).toBeUndefined();
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const signedIn = await ways.qr("xiaoming");
  expect(signedIn.account.id).toBe(account.id);
  expect(signedIn.identity.unionid).toBeDefined();
  expect((await ways.website("xiaoming")).account.id).toBe(account.id);
  expect(timesAsked()).toBe(1);
});

test("while WeChat is slow, a push delivered again and again is asked for once and has one effect", async () => {
  await set();
  const { account } = await ways.website("xiaoming");
  stage.simulator.control.faults.add({ on: asked, kind: "delay", ms: 1_000 });
  const newcomers: unknown[] = [];
  stage.saoma.on("newcomer", (event) => newcomers.push(event));
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-qr" });
  let copies: Promise<Response>[] = [];
  const { saoma } = stage;
  stage.saoma = {
    ...saoma,
    fetch: (request, env) => {
      copies = Array.from({ length: 5 }, () => saoma.fetch(request.clone(), env));
      return copies[0] ?? saoma.fetch(request, env);
    },
  };
  const scanning = stage.scan("xiaoming", started);
  await stage.clock.advance(500);
  stage.saoma = saoma;
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  await stage.clock.advance(600);
  await scanning;
  expect((await Promise.all(copies)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await redeemed(browser, started.id)).account).toMatchObject({ id: account.id, isNew: false });
  expect([copies.length, timesAsked(), newcomers]).toEqual([5, 1, []]);
});

test("a WeChat that does not answer in time keeps nobody out, and the operator is told", async () => {
  await set();
  stage.simulator.control.faults.add({ on: asked, kind: "delay", ms: 20_000 });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-qr" });
  const scanning = stage.scan("xiaoming", started);
  await stage.clock.advance(1_500);
  await scanning;
  expect((await redeemed(browser, started.id)).account.isNew).toBe(true);
  expect(stage.lines.join("\n")).toContain("WeChat does not answer in time");
});

test.each([
  ["system error", { kind: "errcode", errcode: -1 }, "errcode -1"],
  ["not verified", { kind: "errcode", errcode: 48001 }, "the account is not verified"],
  ["quota", { kind: "errcode", errcode: 45009 }, "are used up"],
  ["wrong openid", { kind: "errcode", errcode: 40003 }, "errcode 40003"],
  ["a proxy's page", { kind: "status", status: 502 }, "cannot be reached"],
] as const)("%s: people are signed in all the same, it is said once, and not asked again", async (_, fault, words) => {
  await set();
  stage.simulator.control.faults.add({ on: asked, ...fault });
  const { account } = await ways.qr("xiaoming");
  for (let times = 0; times < 3; times++) expect((await ways.qr("xiaoming")).account.id).toBe(account.id);
  expect(stage.lines.filter((line) => line.includes("no unionIds of 青禾's people"))).toEqual([
    expect.stringContaining(words),
  ]);
  expect(timesAsked()).toBe(1);
  stage.simulator.control.faults.clear();
  await stage.clock.advance(24 * 3_600_000);
  expect((await ways.qr("xiaoming")).identity.unionid).toBeDefined();
});

test("an account that is bound to no Open Platform account is said to be so, and asked once for each person", async () => {
  await set();
  await stage.simulator.control.patchAccount(stage.appid, { openPlatform: null });
  for (const person of ["xiaoming", "xiaoming", "xiaohong", "xiaohong"]) await ways.qr(person);
  expect(timesAsked()).toBe(2);
  expect(stage.lines.filter((line) => line.includes("bound to no Open Platform account"))).toHaveLength(1);
});

test("nobody is asked about where no platform is configured", async () => {
  stage = await setStage({ application: { confirm: "never" } });
  expect((await ways.qr("xiaoming")).identity.unionid).toBeUndefined();
  expect(timesAsked()).toBe(0);
});

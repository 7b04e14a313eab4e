import { afterEach, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { sceneOfState } from "../../src/domain/oauth-state.ts";
import { createWechatApi } from "../../src/wechat/index.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { comeBack, insideWechat, openInWechat, outcomeOf } from "../stage/oauth.ts";
import {
  look,
  problem,
  redeem,
  type Stage,
  type StageOptions,
  setStage,
  start,
  wechat,
  whoIs,
} from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "service", ...options });
};

const inside = async (browser: Browser, body: Record<string, unknown> = {}) => {
  const response = await browser.request("POST", "/v1/attempts", { body, headers: insideWechat });
  return response.json() as ReturnType<typeof start>;
};

const openIdOf = (name: string, appid = stage.appid) =>
  stage.simulator.world().people.find((person) => person.name === name)?.openIds[appid];

test("inside WeChat auto asks the 服务号, silently, and says why", async () => {
  await set({ kind: "service" });
  const browser = stage.browser();
  const started = await inside(browser);
  expect(started).toMatchObject({ channel: "in-wechat", why: expect.stringContaining("inside WeChat") });
  expect(started.link).toMatch(/&response_type=code&scope=snsapi_base&state=[0-9a-f]{64}#wechat_redirect$/);
  const view = await stage.simulator.control.open("xiaoming", { url: started.link ?? "" });
  expect(view).toMatchObject({ outcome: "page", title: "微信登录" });
  expect(await outcomeOf(await comeBack(browser, view.url))).toEqual({ outcome: "granted" });
  const { account, identity } = (await (await redeem(browser, started)).json()) as SessionView;
  expect(identity).toEqual({ channel: "in-wechat", appid: stage.appid, openid: openIdOf("xiaoming") });
  expect(account.name).toMatch(/ \d{3}$/);
});

test("outside of WeChat auto shows the QR, and inside it where `inWechat` is false", async () => {
  await set({ kind: "service" });
  expect(await start(stage.browser())).toMatchObject({ channel: "official-account-qr" });
  await stage.close();
  await set({ kind: "service", source: { inWechat: false } });
  expect(await inside(stage.browser())).toMatchObject({ channel: "official-account-qr" });
});

const wecom = "Mozilla/5.0 (Windows NT 10.0; WOW64) Chrome/107.0 Safari/537.36 wxwork/4.1.10 (MicroMessenger/6.2)";
const wecomPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1";
const harmony = "Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile";

test.each([
  ["企业微信 on a computer", wecom, "official-account-qr"],
  ["企业微信 on a phone", wecomPhone, "official-account-code"],
  ["HarmonyOS NEXT", harmony, "official-account-code"],
  ["WeChat on HarmonyOS NEXT", `${harmony} MicroMessenger/8.0.9.36`, "in-wechat"],
])("auto chooses for %s", async (_, agent, channel) => {
  await set({ kind: "service" });
  const response = await stage
    .browser()
    .request("POST", "/v1/attempts", { body: {}, headers: { "user-agent": agent } });
  expect(await response.json()).toMatchObject({ channel });
});

test("snsapi_userinfo asks, and tells name, picture and unionId", async () => {
  await set({ kind: "service", source: { scope: "snsapi_userinfo", platform: "yiye" } });
  const browser = stage.browser();
  const started = await inside(browser);
  expect((await stage.simulator.control.open("xiaohong", { url: started.link ?? "" })).outcome).toBe("consent");
  const { page } = await stage.simulator.control.consent("xiaohong", true);
  await comeBack(browser, page?.url ?? "");
  const { account, identity } = (await (await redeem(browser, started)).json()) as SessionView;
  expect(account.name).toBe("小红");
  expect(identity.unionid).toMatch(/^o/);
});

test("the same follower by chat and inside WeChat is one account, and typed digits stay with the chat", async () => {
  await set({ kind: "service" });
  const desktop = stage.browser();
  const scanned = await start(desktop);
  await stage.scan("xiaoming", scanned);
  const phone = stage.browser();
  const started = await inside(phone);
  await comeBack(phone, await openInWechat(stage, "xiaoming", started.link ?? ""));
  expect((await redeem(phone, started)).status).toBe(200);
  await stage.say("xiaoming", "1");
  expect(await look(desktop, scanned)).toMatchObject({ status: "granted" });
  await redeem(desktop, scanned);
  expect((await whoIs(phone))?.account.id).toBe((await whoIs(desktop))?.account.id);
});

test("a person on a snapshot page gets no account, and signs in once they request the full service", async () => {
  await set({ kind: "service", source: { scope: "snsapi_userinfo" } });
  stage.simulator.control.patchSettings({ snapshot: "always" });
  const browser = stage.browser();
  const started = await inside(browser);
  const snapshot = await openInWechat(stage, "xiaoming", started.link ?? "");
  expect(await outcomeOf(await comeBack(browser, snapshot))).toEqual({ outcome: "snapshot" });
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  expect(await problem(await redeem(browser, started))).toBe("409 attempt_not_granted");
  const full = await openInWechat(stage, "xiaoming", started.link ?? "", true);
  expect(await outcomeOf(await comeBack(browser, full))).toEqual({ outcome: "granted" });
  const { identity } = (await (await redeem(browser, started)).json()) as SessionView;
  expect(identity.openid).toBe(openIdOf("xiaoming"));
});

test("a QR of the account with a state, or with its stored form, scans nothing", async () => {
  await set({ kind: "service" });
  const browser = stage.browser();
  const started = await start(browser, { channel: "in-wechat" });
  const state = new URL(started.link ?? "").searchParams.get("state") ?? "";
  const { secret } = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid) ?? { secret: "" };
  const { qrcode } = createWechatApi({
    fetch: (input, init) => stage.simulator.fetch(new Request(input, init)),
    clock: stage.clock,
    appid: stage.appid,
    secret: new Secret(secret),
    origins: { api: wechat, mp: wechat },
  });
  await stage.simulator.control.follow("afei", stage.appid);
  for (const scene of [state, sceneOfState(state)]) {
    const before = stage.pushes.length;
    const { content } = await qrcode.create({ scene, expireSeconds: 60 });
    expect((await stage.simulator.control.scan("afei", { content })).outcome).toBe("pushed");
    expect(stage.pushes.length).toBe(before + 1);
    expect(await look(browser, started)).toMatchObject({ status: "pending" });
  }
});

test("WeChat's domain file is served by its name, and nothing beside it", async () => {
  await set({ options: { mpVerify: { "MP_verify_Ab12Cd34.txt": "Ab12Cd34" } } });
  const file = await stage.browser().request("GET", "/MP_verify_Ab12Cd34.txt");
  expect([file.status, await file.text()]).toEqual([200, "Ab12Cd34"]);
  for (const path of ["/MP_verify_other.txt", "/MP_verify_.txt", "/toString", "/MP_verify_Ab12Cd34.txt/x"])
    expect((await stage.browser().request("GET", path)).status, path).toBe(404);
});

test("RevokeInfo 205 takes the name and picture that WeChat told inside it, and 201 does not", async () => {
  await set({ source: { scope: "snsapi_userinfo" } });
  const signIn = async (person: string) => {
    const browser = stage.browser();
    const started = await inside(browser);
    await comeBack(browser, await openInWechat(stage, person, started.link ?? ""));
    return (await (await redeem(browser, started)).json()) as SessionView;
  };
  const { account } = await signIn("xiaoming");
  expect(account.avatar).toBeDefined();
  const revoke = (revokeInfo: string) =>
    stage.simulator.control.happen("xiaoming", stage.appid, { event: "user_authorization_revoke", revokeInfo });
  await revoke("201");
  expect(await stage.saoma.people.find({ id: account.id })).toMatchObject({ name: account.name });
  await revoke("205");
  const after = await stage.saoma.people.find({ id: account.id });
  expect(after?.name).not.toBe(account.name);
  expect(after).not.toHaveProperty("avatar");
});

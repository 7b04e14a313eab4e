import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import { origin, type Stage, type StageOptions, setStage } from "../stage/stage.ts";
import { createWechatServerClient } from "../stage/wechat-server-client.ts";

let stage: Stage;

afterEach(() => stage.close());

const token = "5f3c9a1e7b2d4086af51c3e97d2b6048";
const base = `${origin}/compat/wechat-server/shop`;

type WechatServerOptions = { atRoot?: boolean; accessToken?: boolean; token?: string };

async function set(setting: WechatServerOptions = {}, options: StageOptions = {}): Promise<void> {
  const wechatServer = { source: appidOf(options.kind ?? "subscription"), token, ...setting };
  stage = await setStage({ kind: "subscription", mode: "plain", ...options, application: { wechatServer } });
  for (const person of ["xiaoming", "xiaohong"]) await stage.simulator.control.follow(person, stage.appid);
}

const code = async (person = "xiaoming"): Promise<string> => (await stage.say(person, "验证码")).text;
const site = (address = base, own = token) => createWechatServerClient(stage, address, own);
const openIdOf = (person: string): string =>
  stage.simulator.world().people.find(({ name }) => name === person)?.openIds[stage.appid] ?? "nobody";

test("a site that was given the base and a token hears the openid, as wechat-server writes it, once", async () => {
  await set();
  const bare = await code();
  expect(bare).toMatch(/^\d{6}$/);
  const { ask } = site();
  const type = "application/json; charset=utf-8";
  const openid = openIdOf("xiaoming");
  expect(await ask(`/api/wechat/user?code=${bare}`)).toEqual({
    status: 200,
    body: `{"data":"${openid}","message":"","success":true}`,
    type,
  });
  const nobody = { status: 200, body: '{"data":"","message":"","success":true}', type };
  expect(await ask(`/api/wechat/user?code=${bare}`)).toEqual(nobody);
  expect(await ask("/api/wechat/user?code=000000")).toEqual(nobody);
  expect(await ask("/api/wechat/user?code=abc")).toEqual(nobody);
});

test("each refusal has wechat-server's own words, and the token comes before the code", async () => {
  await set();
  const { ask } = site();
  const unauthorized = '{"message":"无权进行此操作，未登录或 token 无效","success":false}';
  const right = await code();
  for (const headers of [
    {},
    { Authorization: "" },
    { Authorization: `${token}0` },
    { Authorization: `bearer ${token}` },
  ])
    expect(await ask(`/api/wechat/user?code=${right}`, headers)).toMatchObject({ status: 200, body: unauthorized });
  const invalid = '{"message":"无效的参数","success":false}';
  for (const query of ["", "?code=", "?code", "?app_id=1"])
    expect(await ask(`/api/wechat/user${query}`)).toMatchObject({ status: 200, body: invalid });
  expect(await ask("/api/wechat/user", {})).toMatchObject({ body: unauthorized });
  const bearer = await ask(`/api/wechat/user?code=${right}`, { Authorization: `Bearer ${token}` });
  expect(bearer.body).toContain(openIdOf("xiaoming"));
});

test("a code is good for three minutes", async () => {
  await set();
  const [late, inTime] = [await code("xiaoming"), await code("xiaohong")];
  stage.clock.set(stage.clock.now() + 179_999);
  expect(await site().idOf(inTime)).toBe(openIdOf("xiaohong"));
  stage.clock.set(stage.clock.now() + 1);
  await expect(site().idOf(late)).rejects.toThrow("验证码错误或已过期");
});

test("a person's new code takes the place of the one before; a delivery that comes again hears the same one", async () => {
  await set();
  const old = await code();
  stage.clock.set(stage.clock.now() + 1_000);
  const fresh = await code();
  expect(fresh).not.toBe(old);
  await expect(site().idOf(old)).rejects.toThrow("验证码错误或已过期");
  const { url, init } = stage.pushes.at(-1) ?? { url: "", init: {} };
  await stage.restart();
  const again = await stage.saoma.fetch(new Request(url, init));
  expect(await again.text()).toContain(`<![CDATA[${fresh}]]>`);
  expect(await site().idOf(fresh)).toBe(openIdOf("xiaoming"));
});

test.each([" 验证码 ", "【验证码】", "验证码。"])("%s asks for a code, too", async (text) => {
  await set();
  expect((await stage.say("xiaoming", text)).text).toMatch(/^\d{6}$/);
});

test("what only holds the word, or doubts it, asks for none; nor does anything where no site looks codes up", async () => {
  await set({}, { source: { replies: { other: { type: "text", text: "您好" } } } });
  for (const text of ["我要验证码", "验证码?", "验证", "验证码 登录吗"]) {
    expect((await stage.say("xiaoming", text)).text).toBe("您好");
  }
  await stage.close();
  stage = await setStage({ kind: "subscription", source: { replies: { other: { type: "text", text: "您好" } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect(await code()).toBe("您好");
});

test("the console keeps its address at the root: it is checked there, and pushes come", async () => {
  await set({ atRoot: true });
  const pushUrl = `${origin}/api/wechat`;
  await stage.simulator.control.patchAccount(stage.appid, { pushUrl }, true);
  const fromRoot = await code();
  expect(stage.pushes.at(-1)?.url).toContain(`${pushUrl}?`);
  expect(await site(origin).idOf(fromRoot)).toBe(openIdOf("xiaoming"));
  expect(await site().idOf(await code("xiaohong"))).toBe(openIdOf("xiaohong"));
});

test("the base is a server URL as well; where there is nothing to say it says nothing", async () => {
  await set();
  await stage.simulator.control.patchAccount(stage.appid, { pushUrl: `${base}/api/wechat` }, true);
  expect(await site().idOf(await code())).toBe(openIdOf("xiaoming"));
  await stage.simulator.control.send("xiaoming", stage.appid, "你好");
  const { url, init } = stage.pushes.at(-1) ?? { url: "", init: {} };
  const answer = await stage.saoma.fetch(new Request(url, init));
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  const forged = await stage.saoma.fetch(new Request(url.replace(/signature=./, "signature=x"), init));
  expect([forged.status, await forged.text()]).toEqual([403, ""]);
});

test("without `atRoot` the root has nothing, and an application without the drop-in is nowhere", async () => {
  await set();
  const { ask } = site(origin);
  for (const path of ["", "/user?code=1", "/access_token"]) expect((await ask(`/api/wechat${path}`)).status).toBe(404);
  expect((await site(`${origin}/compat/wechat-server/other`).ask("/api/wechat/user?code=1")).status).toBe(404);
  await stage.close();
  stage = await setStage();
  expect((await site().ask("/api/wechat/user?code=1")).status).toBe(404);
});

test("the access token is passed on where the operator says so, and to nobody else", async () => {
  await set({ accessToken: true }, { kind: "service" });
  const { body } = await site().ask("/api/wechat/access_token");
  const { access_token } = JSON.parse(body) as { access_token: string };
  expect(body).toBe(`{"access_token":"${access_token}","expiration":7200,"message":"","success":true}`);
  expect(access_token.length).toBeGreaterThan(20);
  const unauthorized = '{"message":"无权进行此操作，未登录或 token 无效","success":false}';
  expect((await site().ask("/api/wechat/access_token", {})).body).toBe(unauthorized);
  await stage.close();
  await set({}, { kind: "service" });
  expect((await site().ask("/api/wechat/access_token")).body).toBe(
    '{"message":"无权进行此操作，未登录或 token 无效，或没有权限","success":false}',
  );
});

test("a site may be known by a token's hash alone, and by two tokens while they are changed", async () => {
  const next = "c07e1b9d3f5a48628e4d6b1f9a2c7350";
  await set({ token: `sha256:${createHash("sha256").update(token).digest("hex")} ${next}` });
  expect(await site(base, token).idOf(await code())).toBe(openIdOf("xiaoming"));
  expect(await site(base, next).idOf(await code("xiaohong"))).toBe(openIdOf("xiaohong"));
});

test("no account, no session and no identity comes of it", async () => {
  await set();
  await site().idOf(await code());
  const found = await stage.saoma.people.find({ appid: stage.appid, openId: openIdOf("xiaoming") });
  expect(found).toBeUndefined();
});

test("neither a code nor a token is kept or logged", async () => {
  await set();
  const [used, open] = [await code("xiaoming"), await code("xiaohong")];
  await site().idOf(used);
  for (const text of [used, open, token]) {
    expect(await stage.stored()).not.toContain(text);
    expect(stage.lines.join("\n")).not.toContain(text);
  }
});

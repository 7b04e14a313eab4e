import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { tell } from "./account.ts";
import { appid, appSecret } from "./scripted-wechat.ts";

const redirectUri = "https://shop.example/back?a=1&b=茶";
const encoded = "https%3A%2F%2Fshop.example%2Fback%3Fa%3D1%26b%3D%E8%8C%B6";
const exchange = "/sns/oauth2/access_token";
const granted = {
  access_token: "user-token",
  expires_in: 7200,
  refresh_token: "refresh",
  openid: "oA",
  scope: "snsapi_base,snsapi_userinfo",
};

test("the consent page's address has WeChat's order and fragment", () => {
  const { oauth } = tell({}).api;
  expect(oauth.authorizeUrl({ redirectUri, scope: "snsapi_base", state: "s1" })).toBe(
    `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appid}&redirect_uri=${encoded}&response_type=code&scope=snsapi_base&state=s1#wechat_redirect`,
  );
  expect(
    oauth.authorizeUrl({ redirectUri, scope: "snsapi_userinfo", state: "s", forcePopup: true, forceSnapshot: true }),
  ).toContain("&scope=snsapi_userinfo&state=s&forcePopup=true&forceSnapShot=true#wechat_redirect");
});

test("the QR page's address has WeChat's order and fragment", () => {
  const { oauth } = tell({}).api;
  expect(oauth.qrConnectUrl({ redirectUri, state: "a-b", language: "en" })).toBe(
    `https://open.weixin.qq.com/connect/qrconnect?appid=${appid}&redirect_uri=${encoded}&response_type=code&scope=snsapi_login&state=a-b&lang=en#wechat_redirect`,
  );
  expect(oauth.qrConnectUrl({ redirectUri, state: "a" })).not.toContain("lang");
});

test("a state or an address that WeChat does not take is a misuse", () => {
  const { oauth } = tell({}).api;
  for (const state of ["", "a-b", "a b", "a".repeat(129)]) {
    expect(() => oauth.authorizeUrl({ redirectUri, scope: "snsapi_base", state })).toThrow(/^state/);
  }
  for (const state of ["", "字".repeat(43)]) expect(() => oauth.qrConnectUrl({ redirectUri, state })).toThrow(/^state/);
  for (const uri of ["", "/back", "javascript:alert(1)"]) {
    expect(() => oauth.qrConnectUrl({ redirectUri: uri, state: "a" })).toThrow(/^redirectUri/);
  }
});

test("a code is exchanged for who came, with their tokens and when they end", async () => {
  const { api, wechat, clock } = tell({ [exchange]: { ...granted, unionid: "oU" } });
  expect(await api.oauth.exchange("code")).toEqual({
    snapshot: false,
    openId: "oA",
    unionId: "oU",
    scopes: ["snsapi_base", "snsapi_userinfo"],
    accessToken: new Secret("user-token"),
    refreshToken: new Secret("refresh"),
    expiresAt: clock.now() + 7_200_000,
  });
  expect(wechat.asked.map(({ path, query }) => [path, query])).toEqual([
    [exchange, { appid, secret: appSecret, code: "code", grant_type: "authorization_code" }],
  ]);
});

test("a snapshot has no openId that an account could be made of", async () => {
  const { api } = tell({ [exchange]: { ...granted, is_snapshotuser: 1, unionid: "oV" } });
  const grant = await api.oauth.exchange("code");
  expect(grant).toMatchObject({ snapshot: true, virtualOpenId: "oA" });
  expect(grant).not.toHaveProperty("openId");
  expect(grant).not.toHaveProperty("unionId");
});

test.each([40029, 40163, 42003, 41008])("a code that is refused with %i is not tried again", async (errcode) => {
  const { api, wechat } = tell({ [exchange]: { errcode, errmsg: "no, rid: 6aac005a-1b2c3d4e-0f0f0f0f" } });
  const error = await api.oauth.exchange("code").catch((error) => error);
  expect(error).toMatchObject({ errcode, rid: "6aac005a-1b2c3d4e-0f0f0f0f", meaning: expect.any(String) });
  expect(inspect(error)).not.toContain(appSecret);
  expect(wechat.asked).toHaveLength(1);
});

test("a refresh keeps the refresh token that comes with it", async () => {
  const path = "/sns/oauth2/refresh_token";
  const { api, wechat } = tell({ [path]: { ...granted, refresh_token: "another" } });
  const tokens = await api.oauth.refresh(new Secret("refresh"));
  expect(tokens).toMatchObject({ openId: "oA", refreshToken: new Secret("another") });
  expect(wechat.asked[0]?.query).toEqual({ appid, grant_type: "refresh_token", refresh_token: "refresh" });
});

test("a profile has what WeChat still gives, and no empty picture", async () => {
  const path = "/sns/userinfo";
  const profile = { openid: "oA", nickname: "小\u0001明😀", sex: 0, province: "", headimgurl: "", privilege: ["x"] };
  const { api, wechat } = tell({ [path]: new Response(JSON.stringify(profile).replace("\\u0001", "\u0001")) });
  const token = new Secret("user-token");
  expect(await api.oauth.profile(token, "oA", "en")).toEqual({ openId: "oA", nickname: "小 明😀", privileges: ["x"] });
  expect(wechat.asked[0]?.query).toEqual({ access_token: "user-token", openid: "oA", lang: "en" });
});

test("a person's token that is refused is not taken for the account's", async () => {
  const { api, wechat } = tell({ "/sns/auth": { errcode: 40001, errmsg: "no" } });
  await expect(api.oauth.check(new Secret("user-token"), "oA")).rejects.toMatchObject({ errcode: 40001 });
  expect(wechat.asked).toHaveLength(1);
  const sound = tell({ "/sns/auth": { errcode: 0, errmsg: "ok" } });
  await expect(sound.api.oauth.check(new Secret("user-token"), "oA")).resolves.toBeUndefined();
});

import { expect, test } from "vitest";
import { openStage, type Stage } from "./harness.ts";
import { stranger } from "./install.ts";

interface Token {
  data: { access_token: string; refresh_token: string; openid: string };
}
interface OAuth {
  request(url: string, options?: object): Promise<unknown>;
  getAuthorizeURL(redirect: string, state: string, scope: string): string;
  getAuthorizeURLForWebsite(redirect: string, state: string, scope: string): string;
  getAccessToken(code: string): Promise<Token>;
  refreshAccessToken(refreshToken: string): Promise<Token>;
  getUser(options: { openid: string; lang: string }): Promise<Record<string, unknown>>;
  verifyToken(openid: string, accessToken: string): Promise<unknown>;
}

const CoOAuth = stranger<new (appid: string, secret: string) => OAuth>("co-wechat-oauth");

test("co-wechat-oauth signs a person in inside WeChat, reads their profile, and refreshes", async () => {
  await using stage = await openStage();
  const oauth = oauthOf(stage, "service");
  const address = oauth.getAuthorizeURL("http://127.0.0.1/back", "s1", "snsapi_userinfo");
  const back = await stage.allow("xiaohong", address);
  expect(back.searchParams.get("state")).toBe("s1");
  const { data } = await oauth.getAccessToken(back.searchParams.get("code") ?? "");
  expect(await oauth.getUser({ openid: data.openid, lang: "zh_CN" })).toMatchObject({ nickname: "小红" });
  expect(await oauth.verifyToken(data.openid, data.access_token)).toMatchObject({ errcode: 0 });
  expect((await oauth.refreshAccessToken(data.refresh_token)).data.openid).toBe(data.openid);
  const again = oauth.getAccessToken(back.searchParams.get("code") ?? "");
  await expect(again).rejects.toMatchObject({ code: 40163 });
});

test("co-wechat-oauth signs a person in on a website by the QR of WeChat's page", async () => {
  await using stage = await openStage();
  const oauth = oauthOf(stage, "website");
  const page = new URL(oauth.getAuthorizeURLForWebsite("http://127.0.0.1/back", "s1", "snsapi_login"));
  const html = await (await fetch(new URL(page.pathname + page.search, stage.url))).text();
  const uuid = /\/connect\/qrcode\/([\w-]+)/.exec(html)?.[1];
  await stage.simulator.control.scan("xiaohong", {
    content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`,
  });
  await stage.simulator.control.consent("xiaohong", true);
  const poll = await (await fetch(`${stage.url}/connect/l/qrconnect?uuid=${uuid}&last=404`)).text();
  const { data } = await oauth.getAccessToken(/wx_code='([^']+)'/.exec(poll)?.[1] ?? "");
  expect(data.openid).toMatch(/^o[\w-]{27}$/);
});

function oauthOf(stage: Stage, kind: "service" | "website"): OAuth {
  const { appid, secret } = stage.account(kind);
  const oauth = new CoOAuth(appid, secret);
  const request = oauth.request.bind(oauth);
  return Object.assign(oauth, {
    request: (url: string, options?: object) => request(url.replace("https://api.weixin.qq.com", stage.url), options),
  });
}

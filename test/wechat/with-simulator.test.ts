/** The simulator answers the library's calls, and each understands the other's messages. */
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { WechatFailure } from "../../src/simulator/api/errors.ts";
import { type CustomMessage, decryptOpenData, meaningOf } from "../../src/wechat/index.ts";
import { follower, type Stage, setStage, wechat } from "./simulated.ts";

const redirectUri = "http://127.0.0.1/back";

test("the addresses, quotas and past requests are to be had", async () => {
  const { api, sim } = setStage();
  const { base, quota } = api.service;
  expect(await base.callbackIps()).toEqual(["127.0.0.1"]);
  expect(await base.apiIps()).toEqual(["127.0.0.1"]);
  const path = "/cgi-bin/getcallbackip";
  expect(await quota.of(path)).toMatchObject({ daily: { used: 1 } });
  await quota.clear();
  expect(await quota.of(path)).toMatchObject({ daily: { used: 0 } });
  await base.callbackIps();
  await quota.clearOf(path);
  await quota.clearBySecret();
  sim.control.faults.add({ on: path, kind: "errcode", errcode: 45009, times: 1 });
  const error = await base.callbackIps().catch((error) => error);
  expect(error).toMatchObject({ errcode: 45009, rid: expect.stringMatching(/^[\da-f]{8}-/) });
  expect(await quota.request(error.rid)).toMatchObject({
    at: 1_700_000_000,
    responseBody: expect.stringContaining("45009"),
  });
});

test("the server URL's host is looked up and pinged", async () => {
  const stage = setStage();
  await stage.serve("service", "safe");
  await stage.sim.control.patchSettings({ dns: { "service.test": ["203.0.113.7"] } });
  const report = await stage.api.service.base.checkCallback();
  expect([report.dns[0]?.ip, report.ping[0]?.ip]).toEqual(["203.0.113.7", "203.0.113.7"]);
});

test("permanent QRs have no end, and every ticket a picture", async () => {
  const { api, sim } = setStage();
  const { ticket, content } = await api.service.qrcode.createPermanent("shop");
  expect(content).toMatch(/^http:\/\/weixin\.qq\.com\/q\//);
  const picture = await sim.fetch(new Request(api.service.qrcode.imageUrl(ticket)));
  expect(picture.headers.get("content-type")).toBe("image/jpg");
  await expect(api.subscription.qrcode.createPermanent("shop")).rejects.toMatchObject({ errcode: 48001 });
});

test("followers are distinguished from strangers, alone, together and in the list", async () => {
  const stage = setStage();
  const openId = await follower(stage);
  const { user } = stage.api.service;
  expect(await user.info(openId)).toMatchObject({
    following: true,
    openId,
    qrSceneText: "s",
    unionId: expect.any(String),
  });
  expect(await user.infos([openId])).toMatchObject([{ following: true, openId }]);
  expect(await user.list()).toMatchObject({ total: 1, openIds: [openId] });
  await stage.sim.control.unfollow("xiaoming", stage.account("service").appid);
  expect(await user.info(openId)).toMatchObject({ following: false, openId });
  await expect(user.info("oNobody")).rejects.toMatchObject({ errcode: 40003 });
});

test("a menu is made, read, tapped and taken away", async () => {
  const stage = setStage();
  await follower(stage);
  const { menu } = stage.api.service;
  expect(await menu.get()).toBeUndefined();
  await menu.create([
    { name: "点单", type: "click", key: "order" },
    { name: "更多", buttons: [{ name: "网站", type: "view", url: "https://shop.example/" }] },
  ]);
  expect(await menu.get()).toMatchObject({
    buttons: [
      { name: "点单", type: "click", key: "order" },
      { name: "更多", buttons: [{ name: "网站", type: "view", url: "https://shop.example/" }] },
    ],
  });
  await menu.delete();
  expect(await menu.get()).toBeUndefined();
});

test("customer service writes to who scanned, three times, and shows its typing", async () => {
  const stage = setStage();
  const openId = await follower(stage);
  const { message } = stage.api.service;
  await message.sendCustom(openId, { type: "text", text: "1" });
  await message.sendCustom(openId, { type: "msgmenu", head: "?", choices: [{ id: 1, content: "好" }], tail: "" });
  await message.sendCustom(openId, { type: "news", title: "t", url: "https://shop.example/" }, { account: "kf1@yiye" });
  await expect(message.sendCustom(openId, { type: "text", text: "4" })).rejects.toMatchObject({ errcode: 45047 });
  await message.typing(openId);
  await expect(message.typing(openId)).rejects.toMatchObject({ errcode: 45081 });
});

test("every type of customer-service message is taken", async () => {
  const stage = setStage();
  const openId = await follower(stage);
  const { appid } = stage.account("service");
  stage.sim.control.patchSettings({ customMessagesPerMessage: 100 });
  await stage.sim.control.send("xiaoming", appid, "在吗");
  const before = stage.sim.control.chat("xiaoming", appid).length;
  const media = { mediaId: "M", thumbMediaId: "T" };
  const card = { title: "t", description: "d", url: "https://shop.example/" };
  const messages: CustomMessage[] = [
    { type: "text", text: "1" },
    { type: "image", ...media },
    { type: "voice", ...media },
    { type: "video", ...media, title: "t" },
    { type: "music", ...media, url: "https://a", hqUrl: "https://b" },
    { type: "news", ...card },
    { type: "mpnewsarticle", articleId: "A" },
    { type: "msgmenu", head: "?", choices: [{ id: 1, content: "好" }], tail: "!" },
    { type: "wxcard", cardId: "C" },
    { type: "miniprogrampage", ...media, title: "t", appid: stage.account("mini-program").appid, pagePath: "pages/a" },
    { type: "link", ...card, thumbUrl: "https://a/p.jpg" },
  ];
  for (const message of messages) await stage.api.service.message.sendCustom(openId, message, { byAi: true });
  expect(stage.sim.control.chat("xiaoming", appid)).toHaveLength(before + messages.length);
});

test("a template message arrives, and its id comes back in the event", async () => {
  const stage = setStage();
  const openId = await follower(stage);
  const templateId = stage.account("service").templates[0]?.id ?? "";
  const data = { character_string1: "A7", thing2: "茶", time3: "12:00" };
  const messageId = await stage.api.service.message.sendTemplate({ openId, templateId, data });
  await stage.sim.control.settled();
  const finished = stage.pushes.at(-1);
  expect(finished).toMatchObject({ event: "TEMPLATESENDJOBFINISH", fields: { MsgID: messageId, Status: "success" } });
});

test("a subscribe message needs to have been allowed", async () => {
  const stage = setStage();
  const openId = await follower(stage);
  const [templateId = ""] = stage.account("service").templates.map(({ id }) => id);
  const message = { openId, templateId, data: { character_string1: "A7", thing2: "茶", time3: "12:00" } };
  await expect(stage.api.service.message.sendNotice(message)).rejects.toMatchObject({ errcode: 43101 });
  const { appid } = stage.account("service");
  await stage.sim.control.setPreferences("xiaoming", appid, { subscriptions: { [templateId]: 1 } });
  await stage.api.service.message.sendNotice(message);
  const guest = await login(stage);
  const toGuest = { ...message, openId: guest.openId, page: "pages/order/index", version: "formal" as const };
  const send = () => stage.api["mini-program"].message.sendSubscribe(toGuest);
  await expect(send()).rejects.toMatchObject({ errcode: 43101 });
  const its = stage.account("mini-program").appid;
  await stage.sim.control.setPreferences("xiaoming", its, { subscriptions: { [templateId]: "always" } });
  await send();
});

test("mini-program codes are pictures, and a wrong request is an errcode", async () => {
  const { wxacode } = setStage().api["mini-program"];
  const [unlimited, round, square] = [
    await wxacode.unlimited({ scene: "a=1", page: "pages/login/index" }),
    await wxacode.round({ path: "pages/login/index?a=1", transparent: true }),
    await wxacode.square("pages/login/index"),
  ];
  expect(unlimited.contentType).toBe("image/jpeg");
  expect(round).toMatchObject({ contentType: "image/png", used: expect.any(Number) });
  expect(square.used).toBe((round.used ?? 0) + 1);
  await expect(wxacode.unlimited({ scene: "a", page: "pages/none" })).rejects.toMatchObject({ errcode: 41030 });
});

test("a mini-program's person logs in once a code, and the session is checked and replaced", async () => {
  const stage = setStage();
  const { openId, sessionKey, code } = await login(stage);
  const { miniProgram } = stage.api["mini-program"];
  await expect(miniProgram.login(code)).rejects.toMatchObject({ errcode: 40163 });
  expect(await miniProgram.checkSession(openId, sessionKey)).toBe(true);
  const fresh = await miniProgram.resetSession(openId, sessionKey);
  expect(await miniProgram.checkSession(openId, sessionKey)).toBe(false);
  expect(await miniProgram.checkSession(openId, fresh)).toBe(true);
});

test("a phone number is given for its code, and encrypted beside it", async () => {
  const stage = setStage();
  const { openId, sessionKey } = await login(stage);
  const pressed = await stage.sim.control.miniProgram.phoneNumber("xiaoming", "allow");
  const { code = "", encryptedData = "", iv = "" } = pressed;
  const number = { number: "13800138001", national: "13800138001", countryCode: "86", at: 1_700_000_000 };
  expect(await stage.api["mini-program"].miniProgram.phoneNumber(code, openId)).toEqual(number);
  const { miniProgram } = stage.api["mini-program"];
  expect(await miniProgram.checkEncrypted(encryptedData)).toEqual({ valid: true, at: 1_700_000_000 });
  expect(await miniProgram.checkEncrypted("abc")).toMatchObject({ valid: false });
  const { appid } = stage.account("mini-program");
  expect(decryptOpenData(appid, sessionKey, { encryptedData, iv })).toMatchObject({
    ok: true,
    data: { purePhoneNumber: "13800138001" },
  });
});

test("links into a mini-program are made and looked up", async () => {
  const { link } = setStage().api["mini-program"];
  const target = { path: "pages/login/index", query: "a=1", ends: { days: 1 } };
  const [url, scheme] = [await link.url(target), await link.scheme(target)];
  expect([url, scheme]).toEqual([expect.stringMatching(/^https:\/\/wxaurl\.cn\//), expect.stringMatching(/^weixin:/)]);
  expect(await link.urlInfo(url)).toMatchObject({ path: "pages/login/index", query: "a=1" });
  expect(await link.schemeInfo(scheme)).toMatchObject({ path: "pages/login/index", query: "a=1" });
  expect(await link.visitsLeft()).toBe(3_000_000);
  await expect(link.url({ path: "pages/none" })).rejects.toMatchObject({ errcode: 40165 });
});

test("a person agrees to sign in, is known by name, and their tokens are refreshed", async () => {
  const stage = setStage();
  const { oauth } = stage.api.service;
  const code = await consented(stage, oauth.authorizeUrl({ redirectUri, scope: "snsapi_userinfo", state: "s" }));
  const grant = await oauth.exchange(code);
  if (grant.snapshot) throw new Error("a snapshot");
  expect(grant.scopes).toEqual(["snsapi_userinfo"]);
  expect(await oauth.profile(grant.accessToken, grant.openId)).toMatchObject({
    openId: grant.openId,
    nickname: "小明",
  });
  await oauth.check(grant.accessToken, grant.openId);
  await expect(oauth.check(grant.accessToken, "oNobody")).rejects.toMatchObject({ errcode: 40003 });
  expect(await oauth.refresh(grant.refreshToken ?? new Secret(""))).toMatchObject({ openId: grant.openId });
  await expect(oauth.exchange(code)).rejects.toMatchObject({ errcode: 40163 });
});

test("a snapshot page is recognised", async () => {
  const stage = setStage();
  stage.sim.control.patchSettings({ snapshot: "always" });
  const { oauth } = stage.api.service;
  const code = await consented(stage, oauth.authorizeUrl({ redirectUri, scope: "snsapi_userinfo", state: "s" }));
  expect(await oauth.exchange(code)).toMatchObject({ snapshot: true });
});

test("a website's QR page opens for the address, and a scan of it gives a code", async () => {
  const stage = setStage();
  const page = await stage.sim.fetch(new Request(stage.api.website.oauth.qrConnectUrl({ redirectUri, state: "s" })));
  const uuid = /\/connect\/qrcode\/([\w-]+)/.exec(await page.text())?.[1];
  await stage.sim.control.scan("xiaoming", { content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await stage.sim.control.consent("xiaoming", true);
  const poll = await stage.sim.fetch(new Request(`${wechat}/connect/l/qrconnect?uuid=${uuid}&last=404`));
  const code = /wx_code='([^']+)'/.exec(await poll.text())?.[1] ?? "";
  expect(await stage.api.website.oauth.exchange(code)).toMatchObject({ snapshot: false, unionId: expect.any(String) });
});

test("every errcode that the simulator words has a meaning here", () => {
  const worded = Array.from({ length: 100_000 }, (_, errcode) => errcode).filter(
    (errcode) => textOf(errcode) !== "error",
  );
  expect(worded.length).toBeGreaterThan(50);
  expect(worded.filter((errcode) => errcode !== 0 && meaningOf(errcode) === undefined)).toEqual([]);
});

function textOf(errcode: number): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const { message } = new WechatFailure(errcode);
  Error.stackTraceLimit = stackTraceLimit;
  return message;
}

async function login(stage: Stage) {
  const { appid } = stage.account("mini-program");
  await stage.sim.control.miniProgram.open("xiaoming", appid);
  const { code = "" } = await stage.sim.control.miniProgram.login("xiaoming");
  return { code, ...(await stage.api["mini-program"].miniProgram.login(code)) };
}

/** Opens the URL on a phone, agrees to what WeChat asks, and returns the code of the redirect. */
async function consented(stage: Stage, address: string): Promise<string> {
  const url = address.replace(/#.*/, "");
  const headers = { cookie: "simulator_person=xiaoming" };
  const asked = await stage.sim.fetch(new Request(url, { headers }));
  const body = new URLSearchParams({ allow: "1" });
  const answered =
    asked.status === 302 ? asked : await stage.sim.fetch(new Request(url, { method: "POST", headers, body }));
  return new URL(answered.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

/** The calls of an account: the request of each, and a response from WeChat's documentation. */
import { Secret } from "../../src/base/secret.ts";
import type { WechatApi } from "../../src/wechat/index.ts";
import { appid, appSecret } from "./scripted-wechat.ts";

const ok = { errcode: 0, errmsg: "ok" };
export const openid = "oABCDE0123456789abcdefghijkl";
const sessionKey = new Secret("o0q0otL8aEzpcZL/FT9WsQ==");
const ofEmpty = "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128";
const link = {
  appid,
  path: "pages/a",
  query: "b=1",
  create_time: 1700000000,
  expire_time: 1700086400,
  env_version: "release",
};
const linkInfo = {
  appid,
  path: "pages/a",
  query: "b=1",
  createdAt: 1700000000,
  endsAt: 1700086400,
  envVersion: "release",
};

export interface Call {
  act: (api: WechatApi) => Promise<unknown>;
  path: string;
  /** The parameters of a GET, without the token. */
  query?: Record<string, string>;
  /** The body of a POST. */
  body?: unknown;
  answered: unknown;
  gives: unknown;
  /** Calls without the account's token. */
  tokenless?: true;
}

export const calls: readonly Call[] = [
  {
    act: (api) => api.base.callbackIps(),
    path: "/cgi-bin/getcallbackip",
    query: {},
    answered: { ip_list: ["101.226.103.0/25"] },
    gives: ["101.226.103.0/25"],
  },
  {
    act: (api) => api.base.apiIps(),
    path: "/cgi-bin/get_api_domain_ip",
    query: {},
    answered: { ip_list: ["1.2.3.4"] },
    gives: ["1.2.3.4"],
  },
  {
    act: (api) => api.base.checkCallback({ action: "dns", operator: "CAP" }),
    path: "/cgi-bin/callback/check",
    body: { action: "dns", check_operator: "CAP" },
    answered: {
      dns: [{ ip: "1.2.3.4", real_operator: "UNICOM" }],
      ping: [{ ip: "1.2.3.4", from_operator: "CAP", package_loss: "0%", time: "23.5ms" }],
    },
    gives: {
      dns: [{ ip: "1.2.3.4", operator: "UNICOM" }],
      ping: [{ ip: "1.2.3.4", operator: "CAP", loss: "0%", time: "23.5ms" }],
    },
  },
  { act: (api) => api.quota.clear(), path: "/cgi-bin/clear_quota", body: { appid }, answered: ok, gives: undefined },
  {
    act: (api) => api.quota.clearBySecret(),
    path: "/cgi-bin/clear_quota/v2",
    body: { appid, appsecret: appSecret },
    answered: ok,
    gives: undefined,
    tokenless: true,
  },
  {
    act: (api) => api.quota.of("/cgi-bin/qrcode/create"),
    path: "/cgi-bin/openapi/quota/get",
    body: { cgi_path: "/cgi-bin/qrcode/create" },
    answered: {
      ...ok,
      quota: { daily_limit: 100, used: 1, remain: 99 },
      rate_limit: { call_count: 10, refresh_second: 60 },
    },
    gives: { daily: { limit: 100, used: 1, left: 99 }, rate: { calls: 10, seconds: 60 } },
  },
  {
    act: (api) => api.quota.clearOf("/cgi-bin/qrcode/create"),
    path: "/cgi-bin/openapi/quota/clear",
    body: { cgi_path: "/cgi-bin/qrcode/create" },
    answered: ok,
    gives: undefined,
  },
  {
    act: (api) => api.quota.request("6aac005a-1b2c3d4e-0f0f0f0f"),
    path: "/cgi-bin/openapi/rid/get",
    body: { rid: "6aac005a-1b2c3d4e-0f0f0f0f" },
    answered: {
      request: {
        invoke_time: 1700000000,
        cost_in_ms: 30,
        request_url: "access_token=a",
        request_body: "{}",
        response_body: '{"errcode":40003}',
        client_ip: "1.2.3.4",
      },
    },
    gives: {
      at: 1700000000,
      costMs: 30,
      url: "access_token=a",
      requestBody: "{}",
      responseBody: '{"errcode":40003}',
      clientIp: "1.2.3.4",
    },
  },
  {
    act: (api) => api.qrcode.create({ scene: 4_294_967_295, expireSeconds: 60 }),
    path: "/cgi-bin/qrcode/create",
    body: { expire_seconds: 60, action_name: "QR_SCENE", action_info: { scene: { scene_id: 4_294_967_295 } } },
    answered: { ticket: "T", expire_seconds: 60, url: "http://weixin.qq.com/q/02" },
    gives: { ticket: "T", content: "http://weixin.qq.com/q/02", expireSeconds: 60 },
  },
  {
    act: (api) => api.qrcode.createPermanent("shop"),
    path: "/cgi-bin/qrcode/create",
    body: { action_name: "QR_LIMIT_STR_SCENE", action_info: { scene: { scene_str: "shop" } } },
    answered: { ticket: "T", url: "http://weixin.qq.com/q/02" },
    gives: { ticket: "T", content: "http://weixin.qq.com/q/02" },
  },
  {
    act: (api) => api.qrcode.createPermanent(100_000),
    path: "/cgi-bin/qrcode/create",
    body: { action_name: "QR_LIMIT_SCENE", action_info: { scene: { scene_id: 100_000 } } },
    answered: { ticket: "T", url: "http://weixin.qq.com/q/02" },
    gives: { ticket: "T", content: "http://weixin.qq.com/q/02" },
  },
  {
    act: (api) => api.user.info(openid, "en"),
    path: "/cgi-bin/user/info",
    query: { openid, lang: "en" },
    answered: {
      subscribe: 1,
      openid,
      language: "",
      subscribe_time: 1700000000,
      unionid: "oU",
      remark: "vip",
      groupid: 2,
      tagid_list: [1, 2],
      subscribe_scene: "ADD_SCENE_QR_CODE",
      qr_scene: 0,
      qr_scene_str: "abc",
    },
    gives: {
      following: true,
      openId: openid,
      unionId: "oU",
      followedAt: 1700000000,
      remark: "vip",
      groupId: 2,
      tagIds: [1, 2],
      followScene: "ADD_SCENE_QR_CODE",
      qrScene: 0,
      qrSceneText: "abc",
    },
  },
  {
    act: (api) => api.user.infos([openid]),
    path: "/cgi-bin/user/info/batchget",
    body: { user_list: [{ openid, lang: "zh_CN" }] },
    answered: { user_info_list: [{ subscribe: 0, openid }] },
    gives: [{ following: false, openId: openid }],
  },
  {
    act: (api) => api.user.list(),
    path: "/cgi-bin/user/get",
    query: {},
    answered: { total: 2, count: 2, data: { openid: ["o1", "o2"] }, next_openid: "o2" },
    gives: { total: 2, openIds: ["o1", "o2"], next: "o2" },
  },
  {
    act: (api) => api.user.list("o2"),
    path: "/cgi-bin/user/get",
    query: { next_openid: "o2" },
    answered: { total: 2, count: 0, next_openid: "" },
    gives: { total: 2, openIds: [] },
  },
  { act: (api) => api.menu.delete(), path: "/cgi-bin/menu/delete", query: {}, answered: ok, gives: undefined },
  {
    act: (api) => api.message.typing(openid),
    path: "/cgi-bin/message/custom/typing",
    body: { touser: openid, command: "Typing" },
    answered: ok,
    gives: undefined,
  },
  {
    act: (api) => api.message.typing(openid, false),
    path: "/cgi-bin/message/custom/typing",
    body: { touser: openid, command: "CancelTyping" },
    answered: ok,
    gives: undefined,
  },
  {
    act: (api) =>
      api.message.sendTemplate({
        openId: openid,
        templateId: "t",
        data: { thing1: "茶" },
        url: "https://a",
        clientMsgId: "c",
        miniProgram: { appid: "wx1", pagePath: "p" },
      }),
    path: "/cgi-bin/message/template/send",
    body: {
      touser: openid,
      template_id: "t",
      data: { thing1: { value: "茶" } },
      url: "https://a",
      client_msg_id: "c",
      miniprogram: { appid: "wx1", pagepath: "p" },
    },
    answered: new Response('{"errcode":0,"errmsg":"ok","msgid":3450987654321098765}'),
    gives: "3450987654321098765",
  },
  {
    act: (api) =>
      api.message.sendSubscribe({
        openId: openid,
        templateId: "t",
        data: { thing1: "茶" },
        page: "pages/a?b=1",
        version: "trial",
        language: "zh_CN",
      }),
    path: "/cgi-bin/message/subscribe/send",
    body: {
      touser: openid,
      template_id: "t",
      data: { thing1: { value: "茶" } },
      page: "pages/a?b=1",
      miniprogram_state: "trial",
      lang: "zh_CN",
    },
    answered: ok,
    gives: undefined,
  },
  {
    act: (api) =>
      api.message.sendNotice({ openId: openid, templateId: "t", data: { thing1: "茶" }, page: "https://a" }),
    path: "/cgi-bin/message/subscribe/bizsend",
    body: { touser: openid, template_id: "t", data: { thing1: { value: "茶" } }, page: "https://a" },
    answered: ok,
    gives: undefined,
  },
  {
    act: (api) => api.miniProgram.login("code"),
    path: "/sns/jscode2session",
    query: { appid, secret: appSecret, js_code: "code", grant_type: "authorization_code" },
    answered: { openid, session_key: sessionKey.reveal(), unionid: "oU" },
    gives: { openId: openid, unionId: "oU", sessionKey },
    tokenless: true,
  },
  {
    act: (api) => api.miniProgram.checkSession(openid, sessionKey),
    path: "/wxa/checksession",
    query: { openid, signature: ofEmpty, sig_method: "hmac_sha256" },
    answered: ok,
    gives: true,
  },
  {
    act: (api) => api.miniProgram.checkSession(openid, sessionKey),
    path: "/wxa/checksession",
    query: { openid, signature: ofEmpty, sig_method: "hmac_sha256" },
    answered: { errcode: 87009, errmsg: "invalid signature" },
    gives: false,
  },
  {
    act: (api) => api.miniProgram.resetSession(openid, sessionKey),
    path: "/wxa/resetusersessionkey",
    query: { openid, signature: ofEmpty, sig_method: "hmac_sha256" },
    answered: { ...ok, openid, session_key: "fresh" },
    gives: new Secret("fresh"),
  },
  {
    act: (api) => api.miniProgram.phoneNumber("code", openid),
    path: "/wxa/business/getuserphonenumber",
    body: { code: "code", openid },
    answered: {
      ...ok,
      phone_info: {
        phoneNumber: "13800138000",
        purePhoneNumber: "13800138000",
        countryCode: "86",
        watermark: { timestamp: 1700000000, appid },
      },
    },
    gives: { number: "13800138000", national: "13800138000", countryCode: "86", at: 1700000000 },
  },
  {
    act: (api) => api.miniProgram.checkEncrypted("abc"),
    path: "/wxa/business/checkencryptedmsg",
    body: { encrypted_msg_hash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    answered: { ...ok, vaild: true, create_time: 1700000000 },
    gives: { valid: true, at: 1700000000 },
  },
  {
    act: (api) => api.link.url({ path: "pages/a", query: "b=1", envVersion: "trial", ends: { days: 1 } }),
    path: "/wxa/generate_urllink",
    body: { path: "pages/a", query: "b=1", env_version: "trial", expire_type: 1, expire_interval: 1 },
    answered: { ...ok, url_link: "https://wxaurl.cn/a" },
    gives: "https://wxaurl.cn/a",
  },
  {
    act: (api) => api.link.scheme({ path: "pages/a", ends: { at: 1700086400 } }),
    path: "/wxa/generatescheme",
    body: { jump_wxa: { path: "pages/a" }, is_expire: true, expire_type: 0, expire_time: 1700086400 },
    answered: { ...ok, openlink: "weixin://dl/business/?t=a" },
    gives: "weixin://dl/business/?t=a",
  },
  {
    act: (api) => api.link.urlInfo("https://wxaurl.cn/a"),
    path: "/wxa/query_urllink",
    body: { url_link: "https://wxaurl.cn/a", query_type: 0 },
    answered: { ...ok, url_link_info: link },
    gives: linkInfo,
  },
  {
    act: (api) => api.link.schemeInfo("weixin://dl/business/?t=a"),
    path: "/wxa/queryscheme",
    body: { scheme: "weixin://dl/business/?t=a", query_type: 0 },
    answered: { ...ok, scheme_info: link },
    gives: linkInfo,
  },
  {
    act: (api) => api.link.visitsLeft(),
    path: "/wxa/query_urllink",
    body: { query_type: 1 },
    answered: { ...ok, quota_info: { remain_visit_quota: 5 } },
    gives: 5,
  },
];

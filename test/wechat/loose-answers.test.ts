import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import type { WechatApi } from "../../src/wechat/index.ts";
import { tell } from "./account.ts";
import { calls, openid } from "./documented-calls.ts";

interface Answered {
  path: string;
  act: (api: WechatApi) => Promise<unknown>;
  answered: Record<string, unknown>;
}

const tokens = {
  access_token: "a",
  expires_in: 7200,
  refresh_token: "r",
  openid,
  scope: "snsapi_userinfo",
  is_snapshotuser: 0,
  unionid: "oU",
};

const answers: Answered[] = [
  ...calls.flatMap(({ act, path, answered }) =>
    answered instanceof Response ? [] : [{ act, path, answered: answered as Record<string, unknown> }],
  ),
  { path: "/sns/oauth2/access_token", act: ({ oauth }) => oauth.exchange("code"), answered: tokens },
  { path: "/sns/oauth2/refresh_token", act: ({ oauth }) => oauth.refresh(new Secret("r")), answered: tokens },
  {
    path: "/sns/userinfo",
    act: ({ oauth }) => oauth.profile(new Secret("a"), openid),
    answered: { openid, nickname: "小明", sex: 0, headimgurl: "https://a/b", privilege: ["x"], unionid: "oU" },
  },
  {
    path: "/cgi-bin/stable_token",
    act: (api) => api.token(),
    answered: { access_token: "token-1", expires_in: 7200 },
  },
  {
    path: "/cgi-bin/message/template/send",
    act: ({ message }) => message.sendTemplate({ openId: openid, templateId: "t", data: {} }),
    answered: { errcode: 0, errmsg: "ok", msgid: 1 },
  },
  {
    path: "/cgi-bin/menu/get",
    act: ({ menu }) => menu.get(),
    answered: {
      menu: { button: [{ name: "a", type: "click", key: "k", sub_button: [] }], menuid: 1 },
      conditionalmenu: [{ button: [{ name: "a" }], matchrule: { tag_id: "2" }, menuid: 2 }],
    },
  },
];

/** Fields that must be valid: ids, tickets, tokens, and the value that a call exists for. */
const demanded = new Set([
  "openid",
  "ticket",
  "access_token",
  "session_key",
  "ip_list",
  "ip",
  "url",
  "url_link",
  "openlink",
  "vaild",
  "quota",
  "request",
  "phone_info",
  "user_info_list",
  "url_link_info",
  "scheme_info",
  "quota_info",
  "menu",
  "errcode",
]);

/** The response with one field after the other replaced, at any depth. `undefined` omits the field. */
function* replaced(value: unknown, by: (field: unknown) => unknown, at = ""): Generator<[string, unknown]> {
  if (typeof value !== "object" || value === null) return;
  const list = Array.isArray(value);
  for (const [name, field] of Object.entries(value)) {
    const withField = (other: unknown) =>
      list ? value.map((entry, index) => (String(index) === name ? other : entry)) : { ...value, [name]: other };
    if (!list && !demanded.has(name)) yield [`${at}.${name}`, withField(by(field))];
    for (const [where, other] of replaced(field, by, `${at}.${name}`)) yield [where, withField(other)];
  }
}

/** Fields that must not be ignored: an id of another type, and a page of followers that would end the list. */
const strict = /\.(?:unionid|data)$/;

const looseness: [string, (field: unknown) => unknown][] = [
  ["left out", () => undefined],
  ["null", () => null],
  ["text", (field) => (typeof field === "object" ? "" : String(field))],
  ["empty", () => ""],
];

const oddities: typeof looseness = [
  ["a number", () => 7],
  ["false", () => false],
  ["an object", () => ({})],
  ["a list", () => []],
];

const cases = answers.flatMap(({ path, act, answered }) =>
  [...looseness, ...oddities].flatMap(([how, by], at) =>
    [...replaced(answered, by)]
      .filter(([where]) => at < looseness.length || !strict.test(where))
      .map(([where, answer]) => [`${path} ${where}`, how, path, act, answer] as const),
  ),
);

test.each(cases)("%s may be %s", async (_, __, path, act, answer) => {
  const { api } = tell({ [path]: answer });
  await act(api);
});

test("there are fields of every answer to be loose with", () => {
  expect(cases.length).toBeGreaterThan(150);
});

test.each([
  ["a person without unionid", { unionid: null }, { following: true }],
  ["a follower by text", { subscribe: "1", subscribe_time: "1700000000" }, { followedAt: 1_700_000_000 }],
  ["no tags", { tagid_list: null }, { tagIds: [] }],
  ["no remark", { remark: null }, { remark: "" }],
  ["a remark of digits alone", { remark: 12 }, { remark: "12" }],
])("%s is read", async (_, odd, gives) => {
  const { api } = tell({ "/cgi-bin/user/info": { subscribe: 1, openid, ...odd } });
  expect(await api.user.info(openid)).toMatchObject(gives);
});

test.each([1, "1", true])("%j marks a snapshot page", async (is_snapshotuser) => {
  const { api } = tell({ "/sns/oauth2/access_token": { ...tokens, is_snapshotuser } });
  expect(await api.oauth.exchange("code")).toMatchObject({ snapshot: true, virtualOpenId: openid });
});

test.each([0, "0", null, "", false, undefined])("a person who is told by %j is one", async (is_snapshotuser) => {
  const { api } = tell({ "/sns/oauth2/access_token": { ...tokens, is_snapshotuser } });
  expect(await api.oauth.exchange("code")).toMatchObject({ snapshot: false, openId: openid, unionId: "oU" });
});

test("a person's token lives for two hours where WeChat does not say, and a QR for as long as was asked", async () => {
  const { api, clock } = tell({
    "/sns/oauth2/access_token": { ...tokens, expires_in: null, refresh_token: undefined },
    "/cgi-bin/qrcode/create": { ticket: "T", url: "u", expire_seconds: "" },
  });
  const grant = await api.oauth.exchange("code");
  expect(grant).toMatchObject({ expiresAt: clock.now() + 7_200_000 });
  expect(grant).not.toHaveProperty("refreshToken");
  expect(await api.qrcode.create({ scene: "a", expireSeconds: 300 })).toMatchObject({ expireSeconds: 300 });
});

test("a token that says its life as text is renewed in time", async () => {
  const { api, wechat, clock } = tell({ "/cgi-bin/stable_token": { access_token: "t", expires_in: "600" } });
  await api.token();
  await clock.advance(599_000);
  await api.token();
  await clock.advance(2_000);
  await api.token();
  expect(wechat.count("/cgi-bin/stable_token")).toBeGreaterThan(1);
});

test.each([
  ["/cgi-bin/user/info", (api: WechatApi) => api.user.info(openid), { subscribe: 1, openid: 12 }],
  ["/cgi-bin/user/info", (api: WechatApi) => api.user.info(openid), { subscribe: 1, openid, unionid: 12 }],
  ["/cgi-bin/user/get", (api: WechatApi) => api.user.list(), { total: 1, data: { openid: [null] } }],
  ["/sns/oauth2/access_token", (api: WechatApi) => api.oauth.exchange("c"), { ...tokens, openid: "" }],
  ["/sns/oauth2/access_token", (api: WechatApi) => api.oauth.exchange("c"), { ...tokens, unionid: { a: 1 } }],
  ["/cgi-bin/stable_token", (api: WechatApi) => api.token(), { access_token: null, expires_in: 7200 }],
  [
    "/cgi-bin/qrcode/create",
    (api: WechatApi) => api.qrcode.create({ scene: "a", expireSeconds: 60 }),
    { ticket: 1, url: "u", expire_seconds: 60 },
  ],
])("%s is strict on ids, tickets and tokens (%#)", async (path, act, answer) => {
  const { api } = tell({ [path]: answer });
  await expect(act(api)).rejects.toMatchObject({ name: "WechatUnreachable", reason: "answer" });
});

test("an errcode in text is one", async () => {
  const { api } = tell({ "/cgi-bin/user/info": { errcode: "48001", errmsg: null } });
  await expect(api.user.info(openid)).rejects.toMatchObject({ name: "WechatError", errcode: 48001 });
});

const phones: [string, object, string, string][] = [
  ["no country", { countryCode: "", purePhoneNumber: "13800138000" }, "86", "13800138000"],
  ["a country that is null", { countryCode: null, purePhoneNumber: "13800138000" }, "86", "13800138000"],
  ["a plus", { countryCode: "+86", purePhoneNumber: "13800138000" }, "86", "13800138000"],
  ["zeros", { countryCode: "0086", purePhoneNumber: 13800138000 }, "86", "13800138000"],
  ["a zero for its country", { countryCode: "0", purePhoneNumber: "13800138000" }, "86", "13800138000"],
  ["a zero before its country", { countryCode: "086", purePhoneNumber: "13800138000" }, "86", "13800138000"],
  ["a plus in the number", { countryCode: "86", purePhoneNumber: "+8613800138000" }, "86", "13800138000"],
  ["the country in the number", { countryCode: "", purePhoneNumber: "8613800138000" }, "86", "13800138000"],
  ["the full number alone", { phoneNumber: "+8613800138000" }, "86", "13800138000"],
  [
    "a foreign one",
    { countryCode: "+852", purePhoneNumber: "91234567", phoneNumber: "+85291234567" },
    "852",
    "91234567",
  ],
  [
    "a foreign one without country",
    { countryCode: "", purePhoneNumber: "91234567", phoneNumber: "+85291234567" },
    "852",
    "91234567",
  ],
];

test.each(phones)("a phone of WeChat's with %s", async (_, phone_info, countryCode, national) => {
  const { api } = tell({ "/wxa/business/getuserphonenumber": { errcode: 0, errmsg: "ok", phone_info } });
  expect(await api.miniProgram.phoneNumber("code")).toMatchObject({ countryCode, national });
});

/** Requests in the forms that third-party SDKs send and WeChat accepts. */
import { expect, test } from "vitest";
import { asker, codeOf, openIdOf } from "./calls.ts";
import { sealed, stage } from "./world.ts";

const form = (fields: Record<string, string>): RequestInit => ({ method: "POST", body: new URLSearchParams(fields) });

async function consented() {
  const s = await stage();
  const { appid, secret } = s.account("service");
  s.service.answer = () => ({ body: "<title>a</title>" });
  const query = new URLSearchParams({
    appid,
    redirect_uri: "http://127.0.0.1/oauth",
    response_type: "code",
    scope: "snsapi_base",
    state: "abc",
  });
  const url = `https://open.weixin.qq.com/connect/oauth2/authorize?${query}#wechat_redirect`;
  const page = await s.sim.control.open("xiaoming", { url });
  const code = new URL(page.url).searchParams.get("code") ?? "";
  return { ...s, appid, secret, code };
}

test("a generic OAuth client posts a form for the tokens, to refresh them, and for the profile", async () => {
  const s = await consented();
  const { appid, secret, code } = s;
  const given = { appid, secret, code, grant_type: "authorization_code" };
  const tokens = await s.call("/sns/oauth2/access_token", form(given));
  expect(tokens).toMatchObject({ openid: openIdOf(s, "xiaoming"), scope: "snsapi_base" });
  const refresh_token = String(tokens.refresh_token);
  const refreshed = form({ appid, grant_type: "refresh_token", refresh_token });
  expect(await s.call("/sns/oauth2/refresh_token", refreshed)).toMatchObject({ openid: tokens.openid });
  const who = form({ access_token: String(tokens.access_token), openid: String(tokens.openid) });
  expect(await s.call("/sns/auth", who)).toMatchObject({ errcode: 0 });
});

test("half in the query and half in the form is taken, and the log has the form", async () => {
  const s = await consented();
  const { appid, secret, code } = s;
  const answer = await s.call(`/sns/oauth2/access_token?appid=${appid}`, form({ secret, code, ...authorization }));
  expect(answer).toHaveProperty("openid");
  const entry = s.sim.control.log().entries.findLast(({ kind }) => kind === "call");
  expect(entry).toMatchObject({ method: "POST", body: expect.stringContaining(`code=${code}`) });
});

const authorization = { grant_type: "authorization_code" };

test.each(["Application/X-WWW-Form-URLEncoded", "application/x-www-form-urlencoded;charset=GBK"])(
  "a form is one whatever letters its type is written in: %s",
  async (type) => {
    const s = await consented();
    const { appid, secret, code } = s;
    const body = new URLSearchParams({ appid, secret, code, ...authorization }).toString();
    const posted = { method: "POST", body, headers: { "content-type": type } };
    expect(await s.call("/sns/oauth2/access_token", posted)).toHaveProperty("openid");
  },
);

test("wx.login's code is accepted from a form, too; JSON is not", async () => {
  const s = await stage();
  const { appid, secret } = s.account("mini-program");
  await s.sim.control.miniProgram.open("xiaoming", appid);
  const js_code = String((await s.sim.control.miniProgram.login("xiaoming")).code);
  const given = { appid, secret, js_code, ...authorization };
  const json = { method: "POST", body: JSON.stringify(given), headers: { "content-type": "application/json" } };
  expect(await s.call("/sns/jscode2session", json)).toHaveProperty("errcode");
  expect(await s.call("/sns/jscode2session", form(given))).toMatchObject({
    openid: openIdOf(s, "xiaoming", "mini-program"),
  });
});

const data = { character_string1: { value: "A07" }, thing2: { value: "乌龙茶" }, time3: { value: "2023-11-15 10:00" } };

async function notices(kind: "service" | "mini-program") {
  const s = await stage();
  const { appid, templates } = s.account(kind);
  const template_id = templates[0]?.id ?? "";
  if (kind === "service") await s.sim.control.follow("xiaoming", appid);
  await s.sim.control.setPreferences("xiaoming", appid, { subscriptions: { [template_id]: "always" } });
  const asked = await asker(s, kind);
  const message = { touser: openIdOf(s, "xiaoming", kind), template_id, data };
  const send = (call: string, more: object = {}) => asked.post(`/cgi-bin/message/${call}`, { ...message, ...more });
  const text = async (call: string) => {
    const response = await asked.raw(`/cgi-bin/message/${call}`, message);
    return response.text();
  };
  return { ...s, send, text };
}

test.each([
  ["template/send", { miniprogram: {} }],
  ["template/send", { miniprogram: { appid: "", pagepath: "" }, url: "" }],
  ["template/send", { miniprogram: null }],
  ["template/send", { miniprogram: [] }],
  ["subscribe/bizsend", { miniprogram: { appid: "" }, miniprogram_state: "" }],
])("%s with %j is as if it were absent", async (call, more) => {
  const s = await notices("service");
  expect(await codeOf(s.send(call, more))).toBe(0);
});

test("an empty miniprogram_state of a 小程序 is as if it were absent, and so is an empty cloud_base", async () => {
  const s = await notices("mini-program");
  expect(await codeOf(s.send("subscribe/send", { miniprogram_state: "", page: "" }))).toBe(0);
  const asked = await asker(s, "mini-program");
  for (const cloud_base of [[], {}, null, { env: "" }])
    expect(await codeOf(asked.post("/wxa/generate_urllink", { cloud_base }))).toBe(0);
  expect(await codeOf(asked.post("/wxa/generate_urllink", { cloud_base: { env: "x" } }))).toBe(85088);
});

const emptied: [string, object][] = [
  ["/wxa/getwxacodeunlimit", { scene: "a", check_path: false, page: "", env_version: "", line_color: {}, width: "" }],
  ["/wxa/getwxacodeunlimit", { scene: "a", check_path: false, page: null, env_version: null, line_color: { r: "" } }],
  ["/wxa/getwxacode", { path: "pages/login", env_version: "", line_color: null }],
  ["/wxa/generate_urllink", { path: "", query: "", env_version: "", is_expire: null, expire_interval: null }],
  ["/wxa/generatescheme", { jump_wxa: { path: "", query: "", env_version: "" }, expire_type: "" }],
];

test.each(emptied)("%s with %j is as with nothing there", async (path, body) => {
  const answer = await (await asker(await stage(), "mini-program")).raw(path, body);
  const isPicture = answer.headers.get("content-type")?.startsWith("image/");
  expect(isPicture || ((await answer.json()) as { errcode?: number }).errcode).toBe(isPicture ? true : 0);
});

test("an empty customservice is as absent, and so is an empty list below a button", async () => {
  const s = await stage();
  await s.sim.control.follow("xiaoming", s.account("service").appid);
  const asked = await asker(s, "service");
  const message = { touser: openIdOf(s, "xiaoming"), msgtype: "text", text: { content: "hi" } };
  for (const customservice of [{}, { kf_account: "" }, null])
    expect(await codeOf(asked.post("/cgi-bin/message/custom/send", { ...message, customservice }))).toBe(0);
  const button = [{ type: "click", name: "a", key: "k", sub_button: null, url: "", appid: null }];
  expect(await codeOf(asked.post("/cgi-bin/menu/create", { button }))).toBe(0);
});

test("what says something is not absent", async () => {
  const s = await notices("service");
  expect(await codeOf(s.send("template/send", { miniprogram: { appid: "", pagepath: "pages/a" } }))).toBe(40013);
});

test("bizsend tells the message's id, larger than JavaScript's integers; a 小程序's send by a switch", async () => {
  const digits = /"msgid":(\d{17,19})\}/;
  const id = digits.exec(await (await notices("service")).text("subscribe/bizsend"))?.[1] ?? "0";
  expect(BigInt(id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  const mini = await notices("mini-program");
  expect(await mini.text("subscribe/send")).not.toContain("msgid");
  mini.sim.control.patchSettings({ subscribeMsgId: true });
  expect(await mini.text("subscribe/send")).toMatch(digits);
});

test("an encrypted nothing is no reply, and no failure", async () => {
  const s = await stage();
  const account = s.account("service");
  await s.sim.control.patchAccount(account.appid, { mode: "safe" });
  await s.sim.control.follow("xiaoming", account.appid);
  s.service.answer = ({ url }) => ({ body: sealed(account, "", { nonce: url.searchParams.get("nonce") ?? "" }) });
  const { push } = await s.sim.control.send("xiaoming", account.appid, "hi");
  expect(push).toEqual({ outcome: "silent", deliveries: 1 });
});

test.each([
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
] as const)("a code with is_hyaline is a %s where the switch says so", async (hyalinePictures, type) => {
  const s = await stage({ settings: { hyalinePictures } });
  const asked = await asker(s, "mini-program");
  const body = { scene: "a", check_path: false, is_hyaline: true };
  expect((await asked.raw("/wxa/getwxacodeunlimit", body)).headers.get("content-type")).toBe(type);
});

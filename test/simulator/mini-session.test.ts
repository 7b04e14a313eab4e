import { createDecipheriv, createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { asker, codeOf, openIdOf, refusal } from "./calls.ts";
import { stage } from "./world.ts";

async function shop() {
  const s = await stage();
  const { appid, secret } = s.account("mini-program");
  await s.sim.control.miniProgram.open("xiaoming", appid);
  const login = async (): Promise<string> => String((await s.sim.control.miniProgram.login("xiaoming")).code);
  const exchange = (js_code: string, more: Record<string, string> = {}) => {
    const query = { appid, secret, js_code, grant_type: "authorization_code", ...more };
    return s.call(`/sns/jscode2session?${new URLSearchParams(query)}`);
  };
  const phone = async (): Promise<string> =>
    String((await s.sim.control.miniProgram.phoneNumber("xiaoming", "allow")).code);
  return { ...s, ...(await asker(s, "mini-program")), appid, login, exchange, phone };
}
const sign = (key: unknown) => createHmac("sha256", String(key)).update("").digest("hex");

test("a code of wx.login is the person's openid, unionid and a session_key of 24 characters", async () => {
  const s = await shop();
  const person = s.sim.world().people[0];
  const session = await s.exchange(await s.login());
  expect(session).toEqual({
    session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
    openid: openIdOf(s, "xiaoming", "mini-program"),
    unionid: Object.values(person?.unionIds ?? {})[0],
  });
  await s.sim.control.patchAccount(s.appid, { openPlatform: null });
  expect(await s.exchange(await s.login())).not.toHaveProperty("unionid");
});

test("sns calls answer as text, with a comma before the request id", async () => {
  const s = await shop();
  const response = await s.sim.fetch(new Request("http://127.0.0.1/sns/jscode2session"));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain"]);
  expect(await response.text()).toMatch(/"errmsg":"appid missing, rid: [0-9a-f-]{26}"/);
});

test("a code is good once: 40163 for a while, then 40029", async () => {
  const s = await shop();
  const code = await s.login();
  await s.exchange(code);
  expect(refusal(await s.exchange(code))).toEqual([40163, "code been used"]);
  await s.clock.advance(300_000);
  expect(refusal(await s.exchange(code))).toEqual([40029, "invalid code"]);
});

test("a code lives five minutes, for its own 小程序, and is no phone code", async () => {
  const s = await shop();
  const code = await s.login();
  await s.clock.advance(300_000);
  expect(refusal(await s.exchange(code))[0]).toBe(40029);
  expect(refusal(await s.exchange(await s.phone()))[0]).toBe(40029);
});

test.each<[Record<string, string>, number, string]>([
  [{ appid: "" }, 41002, "appid missing"],
  [{ appid: "wx0000000000000000" }, 40013, "invalid appid"],
  [{ secret: "" }, 41004, "appsecret missing"],
  [{ secret: "x" }, 40125, "invalid appsecret"],
  [{ grant_type: "code" }, 40002, "invalid grant_type"],
  [{ js_code: "" }, 41008, "missing code"],
  [{ js_code: "0nobody" }, 40029, "invalid code"],
])("jscode2session with %j is %i", async (change, errcode, text) => {
  const s = await shop();
  expect(refusal(await s.exchange(await s.login(), change))).toEqual([errcode, text]);
});

test("the code of a person whom WeChat suspects of fraud is 40226, and a minute's limit 45011", async () => {
  const s = await shop();
  await s.sim.control.setPreferences("xiaoming", s.appid, { isHighRisk: true });
  expect(refusal(await s.exchange(await s.login()))).toEqual([40226, "code blocked"]);
  await s.sim.control.setPreferences("xiaoming", s.appid, { isHighRisk: false });
  s.sim.control.patchSettings({ quotas: { "/sns/jscode2session": { minute: 1 } } });
  expect(await codeOf(s.exchange(await s.login()))).toBe(0);
  expect(refusal(await s.exchange(await s.login()))[0]).toBe(45011);
});

test("logins within a minute share a session_key, a later one has its own", async () => {
  const s = await shop();
  const first = await s.exchange(await s.login());
  expect((await s.exchange(await s.login())).session_key).toBe(first.session_key);
  await s.clock.advance(60_000);
  expect((await s.exchange(await s.login())).session_key).not.toBe(first.session_key);
});

test("checksession knows the session's signature, and shows in the log how it is made", async () => {
  const s = await shop();
  const { session_key: key, openid } = await s.exchange(await s.login());
  const check = (signature: string, more: Record<string, string> = {}) =>
    s.get("/wxa/checksession", { openid: String(openid), signature, sig_method: "hmac_sha256", ...more });
  expect(await check(sign(key))).toEqual({ errcode: 0, errmsg: "ok" });
  expect(refusal(await check("0"))).toEqual([87009, "invalid signature"]);
  expect(s.sim.control.log().entries.at(-1)).toMatchObject({
    path: "/wxa/checksession",
    check: { method: "hmac_sha256", expected: sign(key), got: "0", parts: [{ value: key }, { value: "" }] },
  });
  expect(refusal(await check(sign(key), { sig_method: "md5" }))).toEqual([87008, "invalid sig_method"]);
  expect(refusal(await check(sign(key), { openid: "o" }))).toEqual([40003, "invalid openid"]);
  const other = openIdOf(s, "afei", "mini-program");
  expect(refusal(await check(sign(key), { openid: other }))[0]).toBe(87009);
});

test("the published key signs the empty text as published", async () => {
  const { checkHmac } = await import("../../src/simulator/push/check.ts");
  expect(checkHmac("signature", "o0q0otL8aEzpcZL/FT9WsQ==", "", "").expected).toBe(
    "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128",
  );
});

test("resetusersessionkey gives another key, and ends the old one", async () => {
  const s = await shop();
  const { session_key: old, openid } = await s.exchange(await s.login());
  const ask = (path: string, key: unknown) =>
    s.get(`/wxa/${path}`, { openid: String(openid), signature: sign(key), sig_method: "hmac_sha256" });
  const { session_key: fresh } = await ask("resetusersessionkey", old);
  expect([await codeOf(ask("checksession", old)), await codeOf(ask("checksession", fresh))]).toEqual([87009, 0]);
  const stranger = { openid: openIdOf(s, "afei", "mini-program"), signature: "0", sig_method: "hmac_sha256" };
  expect(refusal(await s.get("/wxa/resetusersessionkey", stranger))).toEqual([
    87007,
    "session_key is not existd or expired",
  ]);
});

test("a phone code is the person's number, once, within five minutes", async () => {
  const s = await shop();
  const ask = (code: string, more: object = {}) => s.post("/wxa/business/getuserphonenumber", { code, ...more });
  const code = await s.phone();
  expect(await ask(code)).toEqual({
    errcode: 0,
    errmsg: "ok",
    phone_info: {
      phoneNumber: "13800138001",
      purePhoneNumber: "13800138001",
      countryCode: "86",
      watermark: { timestamp: 1_700_000_000, appid: s.appid },
    },
  });
  const late = await s.phone();
  await s.clock.advance(300_000);
  expect([refusal(await ask(code))[0], refusal(await ask(late))[0], refusal(await ask(await s.login()))[0]]).toEqual([
    40029, 40029, 40029,
  ]);
});

test("a foreign number has its country code in front", async () => {
  const s = await shop();
  s.sim.control.patchPerson("xiaoming", { phone: "4155550100", countryCode: "1" });
  const { phone_info } = await s.post("/wxa/business/getuserphonenumber", { code: await s.phone() });
  expect(phone_info).toMatchObject({ phoneNumber: "14155550100", purePhoneNumber: "4155550100", countryCode: "1" });
});

test("a phone code is bound to its 小程序 and, when asked, to an openid; a person's 小程序 gets 48001", async () => {
  const world = (await stage()).sim.control.saveWorld();
  const [copied] = world.accounts.filter(({ kind }) => kind === "mini-program");
  if (copied === undefined) throw new Error("no mini-program");
  const other = { ...copied, appid: "wx00000000000000aa", originalId: "gh_00000000000a" };
  const s = await stage({ world: { ...world, accounts: [...world.accounts, other] } });
  const own = await asker(s, "mini-program");
  const { secret } = copied;
  const query = { grant_type: "client_credential", appid: other.appid, secret };
  const { access_token } = await s.call(`/cgi-bin/token?${new URLSearchParams(query)}`);
  await s.sim.control.miniProgram.open("xiaoming", copied.appid);
  const code = String((await s.sim.control.miniProgram.phoneNumber("xiaoming", "allow")).code);
  const path = "/wxa/business/getuserphonenumber";
  const body = JSON.stringify({ code });
  const foreign = await s.call(`${path}?access_token=${access_token}`, { method: "POST", body });
  expect(refusal(foreign)).toEqual([40013, "invalid appid"]);
  expect(refusal(await own.post(path, { code, openid: openIdOf(s, "afei", "mini-program") }))[0]).toBe(40003);
  expect(await codeOf(own.post(path, { code, openid: openIdOf(s, "xiaoming", "mini-program") }))).toBe(0);
  await s.sim.control.patchAccount(copied.appid, { abilities: [] });
  expect(refusal(await own.post(path, { code }))[0]).toBe(48001);
});

test("what the number button encrypts opens with the session_key, and checkencryptedmsg knows it for three days", async () => {
  const s = await shop();
  const { session_key: key } = await s.exchange(await s.login());
  const { encryptedData = "", iv = "" } = await s.sim.control.miniProgram.phoneNumber("xiaoming", "allow");
  const cipher = createDecipheriv("aes-128-cbc", Buffer.from(String(key), "base64"), Buffer.from(iv, "base64"));
  const text = Buffer.concat([cipher.update(encryptedData, "base64"), cipher.final()]).toString();
  expect(JSON.parse(text)).toMatchObject({ purePhoneNumber: "13800138001", watermark: { appid: s.appid } });
  const hash = createHash("sha256").update(encryptedData).digest("hex");
  const ask = async (encrypted_msg_hash: string) =>
    (await asker(s, "mini-program")).post("/wxa/business/checkencryptedmsg", { encrypted_msg_hash });
  expect(await ask(hash)).toEqual({ errcode: 0, errmsg: "ok", vaild: true, create_time: 1_700_000_000 });
  expect(await ask("0".repeat(64))).toMatchObject({ vaild: false });
  expect(refusal(await ask("x"))[0]).toBe(40097);
  await s.clock.advance(3 * 86_400_000 + 1000);
  expect(await ask(hash)).toMatchObject({ vaild: false });
});

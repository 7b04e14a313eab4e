import { expect, test } from "vitest";
import { asker, codeOf, refusal } from "./calls.ts";
import { post, stage } from "./world.ts";

const day = 86_400_000;

async function limited(quotas: Record<string, { day?: number; minute?: number }>) {
  const s = await stage({ settings: { quotas } });
  return { ...s, ...(await asker(s)) };
}
const ips = "/cgi-bin/getcallbackip";

test("a call beyond the day's limit is 45009 until the day ends in China, and other calls go on", async () => {
  const s = await limited({ [ips]: { day: 2 } });
  expect([await codeOf(s.get(ips)), await codeOf(s.get(ips)), await codeOf(s.get(ips))]).toEqual([0, 0, 45009]);
  expect(await codeOf(s.get("/cgi-bin/get_api_domain_ip"))).toBe(0);
  expect(refusal(await s.get(ips))).toEqual([45009, "reach max api daily quota limit"]);
  s.sim.control.patchSettings({ clock: { advanceSeconds: 86_400 } });
  const later = await asker(s);
  expect(await codeOf(later.get(ips))).toBe(0);
});

test("a call beyond the minute's limit is 45011 until the next minute", async () => {
  const s = await limited({ [ips]: { minute: 1 } });
  await s.get(ips);
  expect(refusal(await s.get(ips))).toEqual([45011, "api minute-quota reach limit, must slower, retry next minute"]);
  await s.clock.advance(60_000);
  expect(await codeOf(s.get(ips))).toBe(0);
});

test("an account's calls are its own", async () => {
  const s = await limited({ [ips]: { day: 1 } });
  const other = await asker(s, "subscription");
  await s.get(ips);
  expect([await codeOf(s.get(ips)), await codeOf(other.get(ips))]).toEqual([45009, 0]);
});

test("the classic token may be had 2000 times a day, or as often as the settings say", async () => {
  const s = await stage();
  for (let n = 0; n < 2000; n++) await s.token();
  expect(await s.token()).toBe("undefined");
  s.sim.control.patchSettings({ quotas: { "/cgi-bin/token": { day: 2001 } } });
  expect(await s.token()).not.toBe("undefined");
  expect(await s.token()).toBe("undefined");
});

test("quota/get tells limit, use, rest and the minute's limit of a call", async () => {
  const s = await limited({});
  await s.post("/cgi-bin/qrcode/create", { action_name: "QR_STR_SCENE", action_info: { scene: { scene_str: "a" } } });
  const ask = (path: unknown) => s.post("/cgi-bin/openapi/quota/get", { cgi_path: path });
  expect(await ask("/cgi-bin/qrcode/create")).toEqual({
    errcode: 0,
    errmsg: "ok",
    quota: { daily_limit: 100_000, used: 1, remain: 99_999 },
  });
  expect(await ask("/cgi-bin/stable_token")).toMatchObject({ rate_limit: { call_count: 10_000, refresh_second: 60 } });
  expect(refusal(await ask("cgi-bin/qrcode/create"))).toEqual([76021, "cgi_path not found, please check"]);
  for (const path of ["/sns/userinfo", "/wxa/getwxacode"])
    expect(refusal(await ask(path))).toEqual([76022, "could not use this cgi_path, no permission"]);
});

test("quota/clear resets one call, fifty times a month", async () => {
  const s = await limited({ [ips]: { day: 1 } });
  const clear = () => codeOf(s.post("/cgi-bin/openapi/quota/clear", { cgi_path: ips }));
  for (let n = 0; n < 50; n++) {
    expect([await codeOf(s.get(ips)), await codeOf(s.get(ips)), await clear()]).toEqual([0, 45009, 0]);
  }
  expect(await clear()).toBe(48006);
});

test("clear_quota and its second version reset all calls, ten times a month together", async () => {
  const s = await limited({ [ips]: { day: 1 } });
  const { appid, secret } = s.account("service");
  const first = () => codeOf(s.post("/cgi-bin/clear_quota", { appid }));
  const second = (body: object) => codeOf(s.call("/cgi-bin/clear_quota/v2", post(body)));
  await s.get(ips);
  expect([await codeOf(s.get(ips)), await first(), await codeOf(s.get(ips))]).toEqual([45009, 0, 0]);
  expect([await second({ appid, appsecret: secret }), await codeOf(s.get(ips))]).toEqual([0, 0]);
  const inQuery = `/cgi-bin/clear_quota/v2?appid=${appid}&appsecret=${secret}`;
  expect(await codeOf(s.call(inQuery, post({})))).toBe(0);
  expect(await codeOf(s.call(inQuery, { method: "POST" }))).toBe(0);
  for (let n = 4; n < 10; n++) expect(await first()).toBe(0);
  expect([await first(), await second({ appid, appsecret: secret })]).toEqual([48006, 48006]);
  s.sim.control.patchSettings({ clock: { advanceSeconds: 31 * 86_400 } });
  expect(await second({ appid, appsecret: secret })).toBe(0);
});

test("clear_quota is for one's own account, its second version for who knows the secret", async () => {
  const s = await limited({});
  const { appid } = s.account("service");
  const second = (body: object) => codeOf(s.call("/cgi-bin/clear_quota/v2", post(body)));
  expect(await codeOf(s.post("/cgi-bin/clear_quota", { appid: s.account("test").appid }))).toBe(40013);
  expect(
    await Promise.all([second({}), second({ appid: "wx0" }), second({ appid }), second({ appid, appsecret: "x" })]),
  ).toEqual([41002, 40013, 41004, 40125]);
});

test("rid/get tells the refused call whole, to its own account, for seven days", async () => {
  const s = await limited({});
  const { errmsg } = await s.post("/cgi-bin/qrcode/create", { action_name: "QR_NO" });
  const rid = String(errmsg).split("rid: ")[1];
  const ask = (account: typeof s, id: unknown) => account.post("/cgi-bin/openapi/rid/get", { rid: id });
  expect(await ask(s, rid)).toEqual({
    errcode: 0,
    errmsg: "ok",
    request: {
      invoke_time: 1_700_000_000,
      cost_in_ms: 0,
      request_url: `access_token=${s.accessToken}`,
      request_body: '{"action_name":"QR_NO"}',
      response_body: `{"errcode":40052,"errmsg":"invalid action name rid: ${rid}"}`,
      client_ip: "127.0.0.1",
    },
  });
  const other = { ...s, ...(await asker(s, "test")) };
  expect(refusal(await ask(other, rid))).toEqual([76003, "could not query this rid,no permission"]);
  expect(refusal(await ask(s, "6553f100-00000000-00000000"))).toEqual([76001, "rid not found"]);
  expect(refusal(await ask(s, "x"))).toEqual([76002, "rid is error"]);
  const sns = await s.call("/sns/jscode2session?appid=wx0");
  expect(refusal(await ask(s, String(sns.errmsg).split("rid: ")[1]))[0]).toBe(76022);
  await s.clock.advance(7 * day + 1000);
  const later = { ...s, ...(await asker(s)) };
  expect(refusal(await ask(later, rid))).toEqual([76004, "rid time is error"]);
});

test("callback/check looks the server URL up and says whether it is reached", async () => {
  const s = await limited({});
  const { appid } = s.account("service");
  const check = (action: string, operator = "DEFAULT") =>
    s.post("/cgi-bin/callback/check", { action, check_operator: operator });
  s.sim.control.patchSettings({ dns: { "service.test": ["203.0.113.9"] } });
  expect(await check("all", "CAP")).toEqual({
    dns: [{ ip: "203.0.113.9", real_operator: "CAP" }],
    ping: [{ ip: "203.0.113.9", from_operator: "CAP", package_loss: "0%", time: "1.000ms" }],
  });
  s.sim.control.faults.add({ on: "push", kind: "drop" });
  expect(await check("ping")).toMatchObject({ ping: [{ package_loss: "100%" }] });
  await s.sim.control.patchAccount(appid, { pushUrl: "http://[2001:db8::1]/push" });
  expect(await check("dns")).toEqual({ dns: [{ ip: "2001:db8::1", real_operator: "UNICOM" }] });
  expect(refusal(await check("trace"))).toEqual([40202, "invalid action"]);
  expect(refusal(await check("dns", "NOBODY"))).toEqual([40203, "invalid check_operator"]);
  await s.sim.control.patchAccount(appid, { pushUrl: null });
  expect(refusal(await check("dns"))).toEqual([40201, "invalid url"]);
});

test.each([
  ["secret-frozen", 40243],
  ["tokens-forbidden", 50004],
  ["frozen", 50007],
  ["third-party-platform", 61024],
  ["address-unconfirmed", 89503],
  ["address-refused-for-an-hour", 89507],
  ["address-refused-for-a-day", 89506],
] as const)("an account that stands %s gets %i for a token", async (standing, errcode) => {
  const s = await stage();
  const { appid, secret } = await s.sim.control.patchAccount(s.account("service").appid, { standing });
  const body = { grant_type: "client_credential", appid, secret };
  expect(await codeOf(s.call(`/cgi-bin/token?${new URLSearchParams(body)}`))).toBe(errcode);
  expect(await codeOf(s.call("/cgi-bin/stable_token", post(body)))).toBe(errcode);
});

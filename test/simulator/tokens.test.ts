import { expect, test } from "vitest";
import { createSimulator } from "../../src/simulator/index.ts";
import { post, type Stage, stage } from "./world.ts";

const rid = / rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;
const body = (s: Stage, more: object = {}) => {
  const { appid, secret } = s.account("service");
  return { grant_type: "client_credential", appid, secret, ...more };
};
const classic = (s: Stage, more: Record<string, string> = {}, ip?: string) =>
  s.call(`/cgi-bin/token?${new URLSearchParams(body(s, more) as Record<string, string>)}`, {}, ip);
const stable = (s: Stage, more: object = {}, ip?: string) => s.call("/cgi-bin/stable_token", post(body(s, more)), ip);
const works = async (s: Stage, token: unknown) =>
  (await s.call(`/cgi-bin/getcallbackip?access_token=${token}`)).errcode ?? "works";
const minutes = (n: number) => n * 60_000;

test("a token call answers 200 with a token of 7200 s, and no errcode", async () => {
  const s = await stage();
  expect(await classic(s)).toEqual({ access_token: expect.stringMatching(/^\d+_[\w-]{136}$/), expires_in: 7200 });
});

test("JSON has its slashes escaped and WeChat's content type, an error the status 200", async () => {
  const { sim } = await stage();
  const response = await sim.fetch(new Request("http://127.0.0.1/cgi-bin/getcallbackip?access_token=x"));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json; encoding=utf-8");
  expect(await response.text()).toContain("https:\\/\\/mmbizurl.cn\\/s\\/JtxxFh33r");
});

test("a new token leaves the one before working for five minutes", async () => {
  const s = await stage();
  const first = await classic(s);
  const second = await classic(s);
  await s.clock.advance(minutes(5) - 1);
  expect(await works(s, first.access_token)).toBe("works");
  await s.clock.advance(1);
  expect([await works(s, first.access_token), await works(s, second.access_token)]).toEqual([40001, "works"]);
});

test("a token ends after 7200 s with 42001", async () => {
  const s = await stage();
  const { access_token } = await classic(s);
  await s.clock.advance(minutes(120) - 1);
  expect(await works(s, access_token)).toBe("works");
  await s.clock.advance(1);
  expect(await works(s, access_token)).toBe(42001);
});

test("stable_token answers the same token with the seconds that remain", async () => {
  const s = await stage();
  const first = await stable(s);
  await s.clock.advance(minutes(60));
  expect(await stable(s)).toEqual({ access_token: first.access_token, expires_in: 3600 });
});

test("stable_token renews in the last five minutes, and both work until the old one ends", async () => {
  const s = await stage();
  const first = await stable(s);
  await s.clock.advance(minutes(115));
  expect(await stable(s)).toEqual({ access_token: first.access_token, expires_in: 300 });
  await s.clock.advance(1);
  const second = await stable(s);
  expect(second.access_token).not.toBe(first.access_token);
  expect(second.expires_in).toBe(7200);
  await s.clock.advance(minutes(5) - 2);
  expect(await works(s, first.access_token)).toBe("works");
  await s.clock.advance(1);
  expect([await works(s, first.access_token), await works(s, second.access_token)]).toEqual([42001, "works"]);
});

test("tokens of both interfaces leave each other alone", async () => {
  const s = await stage();
  const [kept, own] = [await stable(s), await classic(s)];
  await classic(s);
  await stable(s, { force_refresh: true });
  await s.clock.advance(minutes(4));
  expect(await works(s, own.access_token)).toBe("works");
  const current = await stable(s);
  expect(current.access_token).not.toBe(kept.access_token);
  await classic(s);
  await s.clock.advance(minutes(6));
  expect(await works(s, current.access_token)).toBe("works");
});

test("force_refresh kills the old token at once", async () => {
  const s = await stage();
  const old = await stable(s);
  const fresh = await stable(s, { force_refresh: true });
  expect(fresh.expires_in).toBe(7200);
  expect([await works(s, old.access_token), await works(s, fresh.access_token)]).toEqual([40001, "works"]);
});

test("force_refresh within 30 s of the last does not refresh", async () => {
  const s = await stage();
  const first = await stable(s, { force_refresh: true });
  await s.clock.advance(29_999);
  expect((await stable(s, { force_refresh: true })).access_token).toBe(first.access_token);
  await s.clock.advance(1);
  expect((await stable(s, { force_refresh: true })).access_token).not.toBe(first.access_token);
});

test("the 21st force_refresh of a day is 45009, or by switch the current token", async () => {
  const s = await stage();
  let last: Record<string, unknown> = {};
  for (let n = 0; n < 20; n++) {
    last = await stable(s, { force_refresh: true });
    await s.clock.advance(30_000);
  }
  expect(await stable(s, { force_refresh: true })).toMatchObject({ errcode: 45009 });
  s.sim.control.patchSettings({ forceRefreshOverLimit: "current" });
  expect((await stable(s, { force_refresh: true })).access_token).toBe(last.access_token);
  await s.clock.advance(minutes(24 * 60));
  expect((await stable(s, { force_refresh: true })).access_token).not.toBe(last.access_token);
});

test("more than 10 000 stable_token calls in a minute are 45011", async () => {
  const s = await stage();
  for (let n = 0; n < 10_000; n++) await stable(s);
  expect(await stable(s)).toMatchObject({ errcode: 45011 });
  await s.clock.advance(minutes(1));
  expect(await stable(s)).not.toHaveProperty("errcode");
});

test.each([
  [
    "the appid is looked at before the grant type",
    { appid: "wx0000000000000000", grant_type: "" },
    40013,
    "invalid appid",
  ],
  ["an appid must be there", { appid: "" }, 41002, "appid missing"],
  [
    "the grant type is looked at before the secret",
    { grant_type: "password", secret: "x" },
    40002,
    "invalid grant_type",
  ],
  ["a secret must be there", { secret: "" }, 41004, "appsecret missing"],
  ["a wrong secret is refused", { secret: "0".repeat(32) }, 40125, "invalid appsecret"],
])("%s, by both interfaces", async (_, change, errcode, text) => {
  const s = await stage();
  for (const answer of [await classic(s, change as Record<string, string>), await stable(s, change)]) {
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toMatch(rid);
    expect(String(answer.errmsg).replace(rid, "")).toBe(text);
  }
});

test("an address off the IP list is 40164 with the address in it, and used tokens work from anywhere", async () => {
  const s = await stage();
  await s.sim.control.patchAccount(s.account("service").appid, { ipList: ["203.0.113.7"] });
  const text = "invalid ip 198.51.100.4 ipv6 ::ffff:198.51.100.4, not in whitelist";
  for (const answer of [await classic(s, {}, "198.51.100.4"), await stable(s, {}, "198.51.100.4")])
    expect(answer).toEqual({ errcode: 40164, errmsg: expect.stringMatching(new RegExp(`^${text}${rid.source}`)) });
  const { access_token } = await stable(s, {}, "203.0.113.7");
  expect(await works(s, access_token)).toBe("works");
});

test("the request id begins with the time", async () => {
  const s = await stage();
  const { errmsg } = await classic(s, { appid: "x" });
  expect(String(errmsg)).toContain(` rid: ${(1_700_000_000).toString(16)}-`);
});

test("stable_token takes POST and JSON only", async () => {
  const s = await stage();
  const codes = [
    await s.call("/cgi-bin/stable_token"),
    await s.call("/cgi-bin/stable_token", { method: "POST" }),
    await s.call("/cgi-bin/stable_token", post("grant_type=client_credential")),
    await s.call("/cgi-bin/stable_token", post("[]")),
  ].map(({ errcode, errmsg }) => [errcode, String(errmsg).replace(rid, "")]);
  expect(codes).toEqual([
    [43002, "require POST method"],
    [44002, "empty post data"],
    [47001, "data format error"],
    [47001, "data format error"],
  ]);
});

test("an access token is missing, malformed or foreign, each with its code", async () => {
  const s = await stage();
  const codes = ["", "%20%20", "1_foreign"].map((token) => works(s, token));
  expect(await Promise.all(codes)).toEqual([41001, 40014, 40001]);
});

test("every kind of account may have a token", async () => {
  const s = await stage();
  for (const kind of ["subscription", "test", "mini-program", "website"] as const)
    expect(await works(s, await s.token(kind))).toBe("works");
});

test("the address lists answer what the settings say", async () => {
  const s = await stage();
  s.sim.control.patchSettings({ addresses: ["203.0.113.1", "203.0.113.2"] });
  const token = await s.token();
  for (const path of ["getcallbackip", "get_api_domain_ip"])
    expect(await s.call(`/cgi-bin/${path}?access_token=${token}`)).toEqual({ ip_list: ["203.0.113.1", "203.0.113.2"] });
});

test("a path that is not there answers 40066 and is reported", async () => {
  const s = await stage();
  expect(await s.call("/cgi-bin/no/such")).toMatchObject({ errcode: 40066 });
  expect(s.sim.control.log().unknownCalls).toEqual(["GET /cgi-bin/no/such"]);
});

test("without options a simulator runs on the machine's clock", async () => {
  const sim = createSimulator();
  const [service] = sim.world().accounts;
  const url = `http://127.0.0.1/cgi-bin/token?grant_type=client_credential&appid=${service?.appid}&secret=${service?.secret}`;
  expect(await (await sim.fetch(new Request(url))).json()).toHaveProperty("access_token");
});

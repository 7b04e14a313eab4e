import { expect, test } from "vitest";
import { asker, codeOf, refusal } from "./calls.ts";
import { stage } from "./world.ts";

async function shop() {
  const s = await stage();
  const { appid } = s.account("mini-program");
  return { ...s, ...(await asker(s, "mini-program")), appid };
}
const now = 1_700_000_000;
const order = { path: "pages/order/index", query: "id=7" };

test("a URL Link opens its page with its query, and with what was added to it", async () => {
  const s = await shop();
  const { url_link, errcode } = await s.post("/wxa/generate_urllink", order);
  expect([errcode, url_link]).toEqual([0, expect.stringMatching(/^https:\/\/wxaurl\.cn\/[A-Za-z0-9]{11}$/)]);
  const page = { appid: s.appid, path: order.path, query: { id: "7" }, launchScene: 1194 };
  expect(await s.sim.control.scan("afei", { content: String(url_link) })).toEqual({
    outcome: "mini-program",
    appid: s.appid,
    page,
  });
  expect(await s.sim.control.scan("afei", { content: `${url_link}?cq=from%3Dsms` })).toMatchObject({
    page: { query: { id: "7", from: "sms" } },
  });
});

test("a browser that follows a URL Link of this simulator is asked on whose phone, and the page opens there", async () => {
  const s = await shop();
  s.sim.control.patchSettings({ urlLinks: "http://wechat.test/wxaurl" });
  const { url_link } = await s.post("/wxa/generate_urllink", { ...order, expire_time: now + 60 });
  expect(url_link).toMatch(/^http:\/\/wechat\.test\/wxaurl\/[A-Za-z0-9]{11}$/);
  const ask = (init?: RequestInit) => s.sim.fetch(new Request(String(url_link), init)).then((answer) => answer.text());
  const choose = (headers = {}) => ask({ method: "POST", body: new URLSearchParams({ person: "afei" }), headers });
  expect(await ask()).toContain('value="afei"');
  expect(await choose({ origin: "https://elsewhere.test" })).not.toContain("/#person=afei");
  expect(await s.sim.control.miniProgram.view("afei")).toBeUndefined();
  expect(await choose()).toContain("/#person=afei");
  expect(await s.sim.control.miniProgram.view("afei")).toMatchObject({ path: order.path, query: { id: "7" } });
  await s.clock.advance(60_000);
  expect(await choose()).toContain("打不开");
  expect(await s.sim.control.scan("afei", { content: String(url_link) })).toMatchObject({ outcome: "expired" });
});

test("a URL Scheme does the same", async () => {
  const s = await shop();
  const { openlink } = await s.post("/wxa/generatescheme", { jump_wxa: order, is_expire: true });
  expect(openlink).toMatch(/^weixin:\/\/dl\/business\/\?t=[A-Za-z0-9]{11}$/);
  expect(await s.sim.control.scan("afei", { content: `${openlink}&cq=a%3D1` })).toMatchObject({
    page: { query: { id: "7", a: "1" }, launchScene: 1065 },
  });
});

test("a link ends when it says, at the latest after thirty days", async () => {
  const s = await shop();
  const { url_link: short } = await s.post("/wxa/generate_urllink", { expire_time: now + 60 });
  const { url_link: long } = await s.post("/wxa/generate_urllink", { expire_type: 1, expire_interval: 2 });
  const { url_link: unsaid } = await s.post("/wxa/generate_urllink", {});
  const seen = async () => {
    const all = [short, long, unsaid].map((url) => s.sim.control.scan("afei", { content: String(url) }));
    return (await Promise.all(all)).map(({ outcome }) => outcome);
  };
  await s.clock.advance(60_000);
  expect(await seen()).toEqual(["expired", "mini-program", "mini-program"]);
  await s.clock.advance(2 * 86_400_000);
  expect(await seen()).toEqual(["expired", "expired", "mini-program"]);
  await s.clock.advance(28 * 86_400_000);
  expect(await seen()).toEqual(["expired", "expired", "expired"]);
});

test.each<[string, object, number, string]>([
  ["an unpublished page", { path: "pages/no" }, 40165, "invalid weapp pagepath"],
  ["a query with Chinese", { query: "a=你" }, 40212, "invalid query"],
  ["a long query", { query: "a".repeat(1025) }, 40212, "invalid query"],
  ["half a minute", { expire_time: now + 30 }, 85401, "time limit between 1min and 30days"],
  ["31 days", { expire_time: now + 31 * 86_400 }, 85401, "time limit between 1min and 30days"],
  ["31 days as an interval", { expire_type: 1, expire_interval: 31 }, 85401, "time limit between 1min and 30days"],
  ["another env_version", { env_version: "beta" }, 85402, "invalid env_version"],
  ["cloud development", { cloud_base: { env: "x" } }, 85088, "no qbase privilege"],
])("%s is refused by links and schemes", async (_, body, errcode, text) => {
  const s = await shop();
  expect(refusal(await s.post("/wxa/generate_urllink", body))).toEqual([errcode, text]);
  expect(refusal(await s.post("/wxa/generatescheme", { ...body, jump_wxa: body }))).toEqual([errcode, text]);
});

test("a person's, a banned and an unpublished 小程序 have none", async () => {
  const s = await shop();
  const ask = async () => [
    await codeOf(s.post("/wxa/generate_urllink", {})),
    await codeOf(s.post("/wxa/generatescheme", {})),
  ];
  await s.sim.control.patchAccount(s.appid, { pages: [] });
  expect(await ask()).toEqual([85079, 85079]);
  await s.sim.control.patchAccount(s.appid, { banned: true });
  expect(await ask()).toEqual([40013, 85408]);
  await s.sim.control.patchAccount(s.appid, { abilities: [] });
  expect(await ask()).toEqual([40002, 85407]);
});

test("more than a hundred a second are 44990, more than half a million a day 44993", async () => {
  const s = await shop();
  for (let n = 0; n < 100; n++) expect(await codeOf(s.post("/wxa/generate_urllink", {}))).toBe(0);
  expect(refusal(await s.post("/wxa/generatescheme", {}))).toEqual([44990, "reach max api second frequence limit"]);
  await s.clock.advance(1000);
  expect(await codeOf(s.post("/wxa/generatescheme", {}))).toBe(0);
  s.sim.control.patchSettings({ quotas: { "/wxa/generate_urllink": { day: 101 } } });
  expect(refusal(await s.post("/wxa/generatescheme", {}))).toEqual([44993, "reach max api day frequence limit"]);
});

test("what a link holds can be asked, and how often links may still be opened today", async () => {
  const s = await shop();
  s.sim.control.patchSettings({ linkVisitsPerDay: 1 });
  const { url_link } = await s.post("/wxa/generate_urllink", order);
  const { openlink } = await s.post("/wxa/generatescheme", { jump_wxa: order });
  const info = { appid: s.appid, ...order, create_time: now, expire_time: now + 30 * 86_400, env_version: "release" };
  expect(await s.post("/wxa/query_urllink", { url_link })).toEqual({ errcode: 0, errmsg: "ok", url_link_info: info });
  expect(await s.post("/wxa/queryscheme", { scheme: openlink })).toMatchObject({ scheme_info: info });
  expect(refusal(await s.post("/wxa/queryscheme", { scheme: url_link }))).toEqual([85403, "not found"]);
  const left = async () => (await s.post("/wxa/query_urllink", { query_type: 1 })).quota_info;
  expect(await left()).toEqual({ remain_visit_quota: 1 });
  await s.sim.control.scan("afei", { content: String(url_link) });
  expect(await left()).toEqual({ remain_visit_quota: 0 });
  expect(await s.sim.control.scan("afei", { content: String(url_link) })).toMatchObject({ outcome: "too-many-visits" });
  expect(refusal(await s.post("/wxa/generate_urllink", order))).toEqual([85406, "daily visit limit"]);
});

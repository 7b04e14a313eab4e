import { expect, test } from "vitest";
import { field, type Stage, stage } from "./world.ts";

/** A site that OAuth redirects to. It keeps every URL that was requested. */
async function site(options: Parameters<typeof stage>[0] = {}) {
  const s = await stage(options);
  s.service.answer = () => ({ body: "<title>茶铺</title>welcome" });
  return s;
}

const back = "http://127.0.0.1/oauth";

function authorizeUrl(s: Stage, more: Record<string, string> = {}): string {
  const given = {
    appid: s.account("service").appid,
    redirect_uri: back,
    response_type: "code",
    scope: "snsapi_base",
    state: "abc",
    ...more,
  };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ""));
  return `https://open.weixin.qq.com/connect/oauth2/authorize?${query}#wechat_redirect`;
}

const codeOf = (url: string | undefined): string => new URL(url ?? "").searchParams.get("code") ?? "";

async function h5Code(s: Stage, more: Record<string, string> = {}, person = "xiaoming"): Promise<string> {
  const page = await s.sim.control.open(person, { url: authorizeUrl(s, more) });
  if (page.outcome === "consent") return codeOf((await s.sim.control.consent(person, true)).page?.url);
  return codeOf(page.url);
}

function exchange(s: Stage, code: string, more: Record<string, string> = {}, kind: "service" | "website" = "service") {
  const { appid, secret } = s.account(kind);
  const query = { appid, secret, code, grant_type: "authorization_code", ...more };
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return s.call(`/sns/oauth2/access_token?${new URLSearchParams(given)}`);
}

const openIdOf = (s: Stage, name: string, kind: "service" | "website" = "service") =>
  s.sim.world().people.find((person) => person.name === name)?.openIds[s.account(kind).appid];

const unionIdOf = (s: Stage, name: string) =>
  Object.values(s.sim.world().people.find((person) => person.name === name)?.unionIds ?? {})[0];

test("snsapi_base goes straight back with code and state, in WeChat's browser", async () => {
  const s = await site();
  const page = await s.sim.control.open("xiaoming", { url: authorizeUrl(s) });
  expect(page).toMatchObject({ outcome: "page", status: 200, title: "茶铺", isSnapshot: false });
  expect(page.chain.map(({ status }) => status)).toEqual([302, 200]);
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1\/oauth\?code=0[A-Za-z0-9_-]{31}&state=abc$/);
  expect(s.service.got[0]?.headers.get("user-agent")).toMatch(/MicroMessenger\/8/);
});

test("a code gives tokens and the openid that pushes carry; of snsapi_base no unionid", async () => {
  const s = await site();
  const answer = await exchange(s, await h5Code(s));
  expect(answer).toEqual({
    access_token: expect.stringMatching(/^\d+_[A-Za-z0-9_-]{80,}$/),
    expires_in: 7200,
    refresh_token: expect.any(String),
    openid: openIdOf(s, "xiaoming"),
    scope: "snsapi_base",
  });
  s.service.answer = () => ({ body: "success" });
  await s.sim.control.follow("xiaoming", s.account("service").appid);
  expect(answer.openid).toBe(field(s.service.got.at(-1)?.body ?? "", "FromUserName"));
});

test("snsapi_userinfo asks; allowed, it gives the unionid, the name and a picture", async () => {
  const s = await site();
  const page = await s.sim.control.open("xiaoming", { url: authorizeUrl(s, { scope: "snsapi_userinfo" }) });
  expect(page).toMatchObject({ outcome: "consent", title: "一叶茶铺" });
  expect(s.sim.control.person("xiaoming").consent).toMatchObject({ kind: "userinfo", name: "一叶茶铺" });
  expect(s.service.got).toEqual([]);
  const { page: came } = await s.sim.control.consent("xiaoming", true);
  const { access_token, openid, unionid } = await exchange(s, codeOf(came?.url));
  expect(unionid).toBe(unionIdOf(s, "xiaoming"));
  const info = await s.call(`/sns/userinfo?access_token=${access_token}&openid=${openid}&lang=zh_CN`);
  expect(info).toMatchObject({ openid, unionid, nickname: "小明", sex: 0, city: "", privilege: [] });
  const picture = await s.sim.fetch(new Request(String(info.headimgurl)));
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
});

test("a refused snsapi_userinfo redirects nowhere", async () => {
  const s = await site();
  await s.sim.control.open("xiaoming", { url: authorizeUrl(s, { scope: "snsapi_userinfo" }) });
  const result = await s.sim.control.consent("xiaoming", false);
  expect(result).toEqual({ kind: "userinfo", appid: s.account("service").appid, allowed: false });
  expect(s.service.got).toEqual([]);
  await expect(s.sim.control.consent("xiaoming", true)).rejects.toThrow(/nothing is asked/);
});

test("who agreed before is asked again only by force; a follower from the chat never", async () => {
  const s = await site();
  const { appid } = s.account("service");
  const open = async (more: object, from?: string) =>
    (await s.sim.control.open("afei", { url: authorizeUrl(s, { scope: "snsapi_userinfo", ...more }), from })).outcome;
  expect(await open({})).toBe("consent");
  await s.sim.control.consent("afei", true);
  expect([await open({}), await open({ forcePopup: "true" })]).toEqual(["page", "consent"]);
  expect(await open({ forcePopup: "true" }, appid)).toBe("consent");
  await s.sim.control.follow("afei", appid);
  expect(await open({ forcePopup: "true" }, appid)).toBe("page");
  s.sim.control.patchSettings({ consentRemembered: false });
  expect(await open({})).toBe("consent");
});

test("on a snapshot page everybody is made up, until they ask for the full service", async () => {
  const s = await site();
  const url = authorizeUrl(s, { scope: "snsapi_userinfo", forceSnapShot: "true" });
  const page = await s.sim.control.open("xiaoming", { url });
  expect(page).toMatchObject({ outcome: "page", isSnapshot: true });
  const answer = await exchange(s, codeOf(page.url));
  expect(answer).toMatchObject({ is_snapshotuser: 1, unionid: expect.any(String) });
  expect(answer.openid).not.toBe(openIdOf(s, "xiaoming"));
  expect(answer.unionid).not.toBe(unionIdOf(s, "xiaoming"));
  const info = await s.call(`/sns/userinfo?access_token=${answer.access_token}&openid=${answer.openid}`);
  expect(info.nickname).toBe("微信用户");
  expect((await s.sim.control.open("xiaoming", { url, full: true })).outcome).toBe("consent");
});

test.each([
  [10012, { appid: "" }],
  [10011, { redirect_uri: "" }],
  [10010, { scope: "" }],
  [10005, { scope: "snsapi_login" }],
  [10003, { redirect_uri: "http://www.127.0.0.1.evil.test/" }],
  [10003, { redirect_uri: "http://sub.localhost/" }],
  [10003, { redirect_uri: "javascript:alert(1)" }],
  [10003, { redirect_uri: "ftp://127.0.0.1/" }],
  [10015, { component_appid: "wx1" }],
] as const)("the authorize page says %i for %o", async (code, more) => {
  const s = await site();
  const page = await s.sim.control.open("xiaoming", { url: authorizeUrl(s, more) });
  expect(page).toMatchObject({ outcome: "error", error: { code } });
  expect(page.text).toContain(String(code));
});

test("the authorize page refuses accounts that may not, people who must follow, and visits too many", async () => {
  const s = await site();
  const code = async (more: Record<string, string> = {}) =>
    (await s.sim.control.open("xiaoming", { url: authorizeUrl(s, more) })).error?.code;
  expect(await code({ appid: s.account("website").appid })).toBe(10016);
  expect(await code({ appid: s.account("subscription").appid })).toBe(10005);
  expect(await code({ appid: s.account("test").appid })).toBe(10006);
  s.sim.control.patchSettings({ strictState: true, authorizePerMinute: 1 });
  expect([await code({ state: "" }), await code({ state: "a-b" })]).toEqual([10013, 10013]);
  expect([await code(), await code()]).toEqual([undefined, 10009]);
  await s.sim.control.patchAccount(s.account("service").appid, { banned: true });
  expect(await code()).toBe(10004);
});

test("a code is good once: 40163 while it is fresh, 40029 later; or 40029 at once", async () => {
  const s = await site();
  const code = await h5Code(s);
  await exchange(s, code);
  const again = await exchange(s, code);
  expect(again).toEqual({ errcode: 40163, errmsg: expect.stringMatching(/^code been used, rid: [0-9a-f-]{26}$/) });
  await s.clock.advance(300_000);
  expect(await exchange(s, code)).toMatchObject({ errcode: 40029 });
  s.sim.control.patchSettings({ usedCodeSeconds: 0 });
  const other = await h5Code(s);
  await exchange(s, other);
  expect(await exchange(s, other)).toMatchObject({ errcode: 40029 });
});

test("a code ends after five minutes of H5, ten of a website, as the switches say", async () => {
  const s = await site();
  const code = await h5Code(s);
  await s.clock.advance(299_999);
  expect(await exchange(s, await h5Code(s))).toHaveProperty("access_token");
  await s.clock.advance(1);
  expect(await exchange(s, code)).toMatchObject({ errcode: 42003 });
  s.sim.control.patchSettings({ expiredCode: 40029 });
  expect(await exchange(s, code)).toMatchObject({ errcode: 40029 });
});

test.each([
  [41002, { appid: "" }],
  [40013, { appid: "wx0000000000000000" }],
  [41004, { secret: "" }],
  [40125, { secret: "0".repeat(32) }],
  [40002, { grant_type: "code" }],
  [41008, { code: "" }],
  [40029, { code: "made-up" }],
] as const)("sns/oauth2/access_token answers %i to %o, as text with a comma before the rid", async (errcode, more) => {
  const s = await site();
  const { appid, secret } = s.account("service");
  const query = { appid, secret, code: await h5Code(s), grant_type: "authorization_code", ...more };
  const given = Object.entries(query).filter(([, value]) => value !== "");
  const response = await s.sim.fetch(
    new Request(`http://127.0.0.1/sns/oauth2/access_token?${new URLSearchParams(given)}`),
  );
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain"]);
  expect(await response.json()).toEqual({ errcode, errmsg: expect.stringMatching(/^[^,]+, rid: [0-9a-f-]{26}$/) });
});

test("another account's code is no code", async () => {
  const s = await site();
  const { appid, secret } = s.account("website");
  expect(await exchange(s, await h5Code(s), { appid, secret })).toMatchObject({ errcode: 40029 });
});

test("a living token is renewed, an ended one replaced, and a refresh token lives thirty days", async () => {
  const s = await site();
  const { appid } = s.account("service");
  const first = await exchange(s, await h5Code(s));
  const refresh = (more: Record<string, string> = {}) => {
    const query = { appid, grant_type: "refresh_token", refresh_token: String(first.refresh_token), ...more };
    return s.call(`/sns/oauth2/refresh_token?${new URLSearchParams(query)}`);
  };
  await s.clock.advance(7_000_000);
  expect(await refresh()).toEqual(first);
  await s.clock.advance(7_200_000);
  const second = await refresh();
  expect(second.access_token).not.toBe(first.access_token);
  expect(second.refresh_token).toBe(first.refresh_token);
  expect(await s.call(`/sns/auth?access_token=${first.access_token}&openid=${first.openid}`)).toMatchObject({
    errcode: 42001,
  });
  expect(await refresh({ refresh_token: "made-up" })).toMatchObject({ errcode: 40030 });
  expect(await refresh({ appid: s.account("website").appid })).toMatchObject({ errcode: 40030 });
  expect(await refresh({ refresh_token: "" })).toMatchObject({ errcode: 41003 });
  expect(await refresh({ grant_type: "" })).toMatchObject({ errcode: 40002 });
  s.sim.control.patchSettings({ refreshTokenRotates: true });
  expect((await refresh()).refresh_token).not.toBe(first.refresh_token);
  expect(await refresh()).toMatchObject({ errcode: 40030 });
  const third = await exchange(s, await h5Code(s));
  await s.clock.advance(30 * 86_400_000);
  expect(await refresh({ refresh_token: String(third.refresh_token) })).toMatchObject({ errcode: 42002 });
});

test("sns/auth and userinfo check token, openid and scope", async () => {
  const s = await site();
  const { access_token: token, openid } = await exchange(s, await h5Code(s));
  const call = (path: string, access: unknown, id: unknown) => s.call(`${path}?access_token=${access}&openid=${id}`);
  expect(await call("/sns/auth", token, openid)).toEqual({ errcode: 0, errmsg: "ok" });
  expect(await call("/sns/auth", token, openIdOf(s, "afei"))).toMatchObject({ errcode: 40003 });
  expect(await call("/sns/userinfo", token, openid)).toMatchObject({ errcode: 48001 });
  expect(await call("/sns/userinfo", token, "")).toMatchObject({ errcode: 41009 });
  expect(await call("/sns/userinfo", "", openid)).toMatchObject({ errcode: 41001 });
  expect(await call("/sns/userinfo", "made-up", openid)).toMatchObject({
    errcode: 40001,
    errmsg: expect.stringMatching(/^invalid credential, access_token is invalid or not latest, rid:/),
  });
  expect(await call("/sns/userinfo", "what is this", openid)).toMatchObject({ errcode: 40014 });
});

test("an avatar's address dies when the person takes another", async () => {
  const s = await site();
  const { access_token, openid } = await exchange(s, await h5Code(s, { scope: "snsapi_userinfo" }));
  const address = async () =>
    String((await s.call(`/sns/userinfo?access_token=${access_token}&openid=${openid}`)).headimgurl);
  const old = await address();
  s.sim.control.patchPerson("xiaoming", { avatar: "leaf", displayName: "明 🍵" });
  expect((await s.sim.fetch(new Request(old))).status).toBe(404);
  const now = await address();
  expect(now).not.toBe(old);
  expect((await s.sim.fetch(new Request(now.replace("/132", "/0")))).status).toBe(200);
  expect((await s.sim.fetch(new Request(now.replace("/132", "/133")))).status).toBe(404);
});

test("a code goes in front of a fragment, and beside a query that is there", async () => {
  const s = await site();
  const page = await s.sim.control.open("xiaoming", { url: authorizeUrl(s, { redirect_uri: `${back}?a=1#/home` }) });
  expect(page.url).toMatch(/\/oauth\?a=1&code=[^&]+&state=abc#\/home$/);
});

test("a fault gives any of the authorize page's numbers, and the page its words", async () => {
  const s = await site();
  for (const errcode of [10004, 10009])
    s.sim.control.faults.add({ on: "/connect/oauth2/authorize", kind: "errcode", errcode, times: 1 });
  const open = async () => (await s.sim.control.open("xiaoming", { url: authorizeUrl(s) })).error;
  expect([await open(), await open(), await open()]).toEqual([
    { code: 10004, text: "该公众号已被封禁" },
    { code: 10009, text: "操作太频繁了，请稍后重试" },
    undefined,
  ]);
  s.sim.control.faults.add({ on: "/sns/userinfo", kind: "errcode", errcode: -1, times: 1 });
  expect(await s.call("/sns/userinfo")).toEqual({ errcode: -1, errmsg: expect.stringMatching(/^system error, rid: /) });
});

test("one person's and one account's calls a minute have a bound", async () => {
  const s = await site();
  const query = new URLSearchParams({ appid: s.account("website").appid, secret: s.account("website").secret });
  const call = () => s.call(`/sns/oauth2/access_token?${query}&grant_type=authorization_code&code=x`);
  for (let n = 0; n < 10_000; n++) await call();
  expect(await call()).toMatchObject({ errcode: 45011 });
  await s.clock.advance(60_000);
  expect(await call()).toMatchObject({ errcode: 40029 });
});

import { expect, test } from "vitest";
import { type Stage, stage, untilDone } from "./world.ts";

const site = "http://127.0.0.1/back";

async function request(s: Stage, path: string, init: RequestInit = {}): Promise<Response> {
  return s.sim.fetch(new Request(`http://127.0.0.1:7090${path}`, init));
}

async function loginPage(s: Stage, more: Record<string, string> = {}): Promise<string> {
  const given = {
    appid: s.account("website").appid,
    redirect_uri: site,
    response_type: "code",
    scope: "snsapi_login",
    state: "abc",
    ...more,
  };
  return (await request(s, `/connect/qrconnect?${new URLSearchParams(given)}`)).text();
}

const uuidIn = (html: string): string => /src="\/connect\/qrcode\/([^"]+)"/.exec(html)?.[1] ?? "";

async function opened(options: Parameters<typeof stage>[0] = {}) {
  const s = await stage(options);
  const uuid = uuidIn(await loginPage(s));
  const content = `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`;
  const poll = async (last = "") =>
    (await request(s, `/connect/l/qrconnect?uuid=${uuid}&_=1${last === "" ? "" : `&last=${last}`}`)).text();
  return { ...s, uuid, content, poll, scan: (name = "xiaoming") => s.sim.control.scan(name, { content }) };
}

const said = (status: number, code = "") => `window.wx_errcode=${status};window.wx_code='${code}';`;

test("the page shows a QR whose content is WeChat's confirm address", async () => {
  const s = await opened();
  const image = await request(s, `/connect/qrcode/${s.uuid}`);
  expect(image.headers.get("content-type")).toBe("image/jpeg");
  const data = `data:image/jpeg;base64,${Buffer.from(await image.arrayBuffer()).toString("base64")}`;
  const { appid } = s.account("website");
  expect(await s.sim.control.scan("afei", { image: data })).toEqual({ outcome: "page", appid, url: s.content });
  expect(s.sim.control.person("afei").consent).toEqual({ kind: "login", appid, name: "一叶茶铺网" });
  expect((await request(s, "/connect/qrcode/nobody")).status).toBe(404);
});

test("a poll is held 25 seconds and then says: still waiting", async () => {
  const s = await opened();
  const held = s.poll();
  let isDone = false;
  void held.then(() => {
    isDone = true;
  });
  await s.clock.advance(24_999);
  expect(isDone).toBe(false);
  await s.clock.advance(1);
  expect(await held).toBe(said(408));
});

test("scan and confirm end the polls that wait, and the code belongs to the person", async () => {
  const s = await opened();
  const first = s.poll();
  await s.scan();
  expect(await first).toBe(said(404));
  const second = s.poll("404");
  expect(await s.sim.control.consent("xiaoming", true)).toMatchObject({ kind: "login", allowed: true });
  const code = /wx_code='([^']+)'/.exec(await second)?.[1] ?? "";
  expect(await second).toBe(said(405, code));
  const { appid, secret } = s.account("website");
  const query = { appid, secret, code, grant_type: "authorization_code" };
  const answer = await s.call(`/sns/oauth2/access_token?${new URLSearchParams(query)}`);
  const person = s.sim.world().people[0];
  expect(answer).toMatchObject({
    scope: "snsapi_login",
    openid: person?.openIds[appid],
    unionid: Object.values(person?.unionIds ?? {})[0],
  });
});

test("a page that asks again after waiting hears of the scan it missed", async () => {
  const s = await opened();
  await s.scan();
  expect(await s.poll()).toBe(said(404));
});

test("refused, the page says 403 and goes nowhere, and may be scanned again", async () => {
  const s = await opened();
  await s.scan();
  await s.sim.control.consent("xiaoming", false);
  expect(await s.poll("404")).toBe(said(403));
  const again = s.poll("403");
  await s.scan("xiaohong");
  expect(await again).toBe(said(404));
});

test("only the person who scanned last can confirm", async () => {
  const s = await opened();
  await s.scan("xiaoming");
  await s.scan("xiaohong");
  await expect(s.sim.control.consent("xiaoming", true)).rejects.toThrow(/not the one who scanned/);
  expect(await s.sim.control.consent("xiaohong", true)).toMatchObject({ allowed: true });
});

test("a QR expires after five minutes: 402, and the phone says so; a used one does, too", async () => {
  const s = await opened();
  const held = s.poll();
  await s.clock.advance(299_000);
  expect(await held).toBe(said(408));
  const last = s.poll();
  expect(await untilDone(s.clock, last)).toBe(said(402));
  expect(await s.scan()).toEqual({ outcome: "expired" });
  const used = await opened();
  await used.scan();
  await used.sim.control.consent("xiaoming", true);
  expect(await used.scan("afei")).toEqual({ outcome: "expired" });
  expect(await (await request(s, "/connect/l/qrconnect?uuid=nobody")).text()).toBe(said(402));
});

test.each([
  ["another domain", { redirect_uri: "https://evil.test/" }, "redirect_uri 参数错误"],
  ["another scope", { scope: "snsapi_base" }, "Scope 参数错误或没有 Scope 权限"],
  ["an unknown appid", { appid: "wx0000000000000000" }, "AppID 参数错误"],
])("a login page with %s says why it cannot be opened", async (_, more, text) => {
  const html = await loginPage(await stage(), more);
  expect(html).toContain("该链接无法访问");
  expect(html).toContain(text);
  expect(uuidIn(html)).toBe("");
});

test("a website without the login permission, or of another kind, has no page", async () => {
  const s = await stage();
  await s.sim.control.patchAccount(s.account("website").appid, { abilities: [] });
  expect(await loginPage(s)).toContain("没有 Scope 权限");
  expect(await loginPage(s, { appid: s.account("service").appid })).toContain("AppID 参数错误");
});

test("an exact address may be named instead of a domain", async () => {
  const s = await stage();
  await s.sim.control.patchAccount(s.account("website").appid, {
    callbackDomains: [],
    callbackUrls: ["https://shop.test/login"],
  });
  expect(uuidIn(await loginPage(s, { redirect_uri: "https://shop.test/login?x=1" }))).not.toBe("");
  expect(uuidIn(await loginPage(s, { redirect_uri: "https://shop.test/other" }))).toBe("");
  expect(uuidIn(await loginPage(s))).toBe("");
});

test("what the address says cannot break out of the page", async () => {
  const html = await loginPage(await stage(), {
    state: `"><script>alert(1)</script>`,
    href: `data:text/css;base64,"><script>`,
  });
  expect(html).not.toContain("<script>");
});

test("the confirm page is for WeChat: outside it says so, inside it asks whose phone it is", async () => {
  const s = await opened();
  const path = `/connect/confirm?uuid=${s.uuid}`;
  expect(await (await request(s, path)).text()).toContain("请在微信客户端打开链接");
  const inside = { "user-agent": "Mozilla/5.0 MicroMessenger/8.0.50" };
  expect(await (await request(s, path, { headers: inside })).text()).toContain("谁的手机");
  const form = (body: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
    method: "POST",
    body: new URLSearchParams(body),
    headers,
  });
  const chosen = await request(s, "/connect/person", form({ person: "xiaohong", back: path }, inside));
  expect([chosen.status, chosen.headers.get("location")]).toEqual([303, path]);
  const cookie = chosen.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(await (await request(s, path, { headers: { cookie } })).text()).toContain("申请登录");
  expect(await s.poll()).toBe(said(404));
  for (const origin of ["https://evil.test", "null"]) {
    const evil = await request(s, path, form({ allow: "1" }, { cookie, origin }));
    expect([evil.status, await s.poll()]).toEqual([403, said(404)]);
  }
  await request(s, path, form({ allow: "1" }, { cookie, origin: "http://127.0.0.1:7090" }));
  expect(await s.poll("404")).toMatch(/wx_errcode=405/);
});

import { expect, test } from "vitest";
import { createCookieJar } from "../../src/simulator/phone/cookies.ts";
import { stage } from "./world.ts";

test("WeChat's browser keeps each person's cookies, and follows redirects", async () => {
  const s = await stage();
  const cookies: (string | null)[] = [];
  s.service.answer = ({ url, headers }) => {
    cookies.push(headers.get("cookie"));
    if (url.pathname === "/start")
      return {
        status: 302,
        headers: [
          ["location", "/end"],
          ["set-cookie", "a=1; Path=/; HttpOnly"],
          ["set-cookie", "b=2; Path=/other"],
        ],
      };
    return { body: "<title> End </title>" };
  };
  const view = await s.sim.control.open("xiaoming", { url: "http://shop.test/start" });
  expect(view).toMatchObject({ outcome: "page", url: "http://shop.test/end", title: "End" });
  expect(view.chain).toEqual([
    { url: "http://shop.test/start", status: 302 },
    { url: "http://shop.test/end", status: 200 },
  ]);
  await s.sim.control.open("xiaohong", { url: "http://shop.test/end" });
  await s.sim.control.open("xiaoming", { url: "http://elsewhere.test/end" });
  expect(cookies).toEqual([null, "a=1", null, null]);
  expect(s.sim.control.person("xiaoming").page?.url).toBe("http://elsewhere.test/end");
  await s.sim.control.closePage("xiaoming");
  expect(s.sim.control.person("xiaoming").page).toBeNull();
});

test("a person's WeChat asks for pages in its own language, and says which that is", async () => {
  const s = await stage();
  const asked: string[] = [];
  s.service.answer = ({ headers }) => {
    const [language = "none"] = /Language\/\S+/.exec(headers.get("user-agent") ?? "") ?? [];
    asked.push(`${headers.get("accept-language")} ${language}`);
    return { body: "" };
  };
  await s.sim.control.open("xiaoming", { url: "http://shop.test/" });
  s.sim.control.patchPerson("xiaoming", { language: "en" });
  await s.sim.control.open("xiaoming", { url: "http://shop.test/" });
  expect(asked).toEqual(["zh-CN,zh;q=0.9 Language/zh_CN", "en-US,en;q=0.9 Language/en"]);
  expect(s.sim.control.saveWorld().people.map(({ language }) => language)).toEqual(["en", "zh-CN", "zh-CN"]);
});

test("a form is posted from the page that is open, and a 303 is followed by GET", async () => {
  const s = await stage();
  s.service.answer = ({ url }) =>
    url.pathname === "/save" ? { status: 303, headers: [["location", "/saved"]] } : { body: "<form>" };
  await s.sim.control.open("afei", { url: "http://shop.test/form" });
  await s.sim.control.open("afei", { url: "http://shop.test/save", form: { name: "茶" } });
  const [, posted, after] = s.service.got;
  expect([posted?.method, posted?.body, posted?.headers.get("origin")]).toEqual([
    "POST",
    "name=%E8%8C%B6",
    "http://shop.test",
  ]);
  expect([after?.method, after?.url.pathname]).toEqual(["GET", "/saved"]);
});

test("a site that is away, or redirects for ever, is unreachable", async () => {
  const s = await stage();
  s.service.answer = () => Promise.reject(new TypeError("fetch failed"));
  expect(await s.sim.control.open("afei", { url: "http://shop.test/" })).toMatchObject({
    outcome: "unreachable",
    reason: expect.stringContaining("fetch failed"),
  });
  s.service.answer = () => ({ status: 302, headers: [["location", "/again"]] });
  expect(await s.sim.control.open("afei", { url: "http://shop.test/" })).toMatchObject({
    outcome: "unreachable",
    reason: "more than 20 redirects",
  });
  await expect(s.sim.control.open("afei", { url: "file:///etc/passwd" })).rejects.toMatchObject({ status: 400 });
});

test.each([
  ["a host of its own", "a=1", "http://shop.test/", "http://sub.shop.test/", false],
  ["a domain above", "a=1; Domain=shop.test", "http://sub.shop.test/", "http://other.shop.test/", true],
  ["a domain that is a stranger's", "a=1; Domain=evil.test", "http://shop.test/", "http://evil.test/", false],
  ["a path beside", "a=1; Path=/tea", "http://shop.test/", "http://shop.test/teapot", false],
  ["a path below", "a=1; Path=/tea", "http://shop.test/", "http://shop.test/tea/green", true],
  ["the default path", "a=1", "http://shop.test/x/y", "http://shop.test/x/z", true],
  ["a secure one over http", "a=1; Secure", "https://shop.test/", "http://shop.test/", false],
  ["a secure one on loopback", "a=1; Secure", "http://127.0.0.1/", "http://127.0.0.1/", true],
  ["one that ended", "a=1; Max-Age=0", "http://shop.test/", "http://shop.test/", false],
  [
    "one that ended by date",
    "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "http://shop.test/",
    "http://shop.test/",
    false,
  ],
  ["__Host- without Secure", "__Host-a=1; Path=/", "https://shop.test/", "https://shop.test/", false],
])("a cookie: %s", (_, line, from, to, isSent) => {
  const jar = createCookieJar(() => 1_700_000_000_000);
  jar.store(new URL(from), [line]);
  expect(jar.header(new URL(to)) !== undefined).toBe(isSent);
});

test("a mini-program opens with its scene encoded, logs in, and hands the phone number over only if allowed", async () => {
  const s = await stage();
  const { miniProgram, consent } = s.sim.control;
  const { appid } = s.account("mini-program");
  await expect(miniProgram.login("xiaoming")).rejects.toThrow(/no mini-program is open/);
  expect(await miniProgram.open("xiaoming", appid, { path: "pages/login/login", scene: "a=1&b" })).toEqual({
    appid,
    path: "pages/login/login",
    query: { scene: "a%3D1%26b" },
    launchScene: 1047,
  });
  expect(await miniProgram.login("xiaoming")).toEqual({ errMsg: "login:ok", code: expect.stringMatching(/^0.{31}$/) });
  const refused = miniProgram.phoneNumber("xiaoming");
  expect(s.sim.control.person("xiaoming").consent).toMatchObject({ kind: "phone-number", appid });
  await consent("xiaoming", false);
  expect(await refused).toEqual({ errMsg: "getPhoneNumber:fail user deny" });
  const given = miniProgram.phoneNumber("xiaoming");
  await consent("xiaoming", true);
  expect(await given).toEqual({ errMsg: "getPhoneNumber:ok", code: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const replaced = miniProgram.phoneNumber("xiaoming");
  const left = miniProgram.phoneNumber("xiaoming");
  expect(await replaced).toEqual({ errMsg: "getPhoneNumber:fail user deny" });
  await miniProgram.close("xiaoming");
  expect(await left).toEqual({ errMsg: "getPhoneNumber:fail user deny" });
  await expect(miniProgram.open("xiaoming", s.account("service").appid)).rejects.toMatchObject({ status: 409 });
});

test("a declared privacy contract is asked first, once", async () => {
  const s = await stage();
  const { miniProgram, patchAccount } = s.sim.control;
  const { appid } = s.account("mini-program");
  await patchAccount(appid, { privacyContract: "《一叶茶单隐私保护指引》" });
  await miniProgram.open("afei", appid);
  expect(await miniProgram.privacySetting("afei")).toMatchObject({ needAuthorization: true });
  expect(await miniProgram.phoneNumber("afei", "deny")).toEqual({
    errMsg: "getPhoneNumber:fail privacy permission is not authorized",
    errno: 104,
  });
  expect(await miniProgram.requirePrivacy("afei", "allow")).toEqual({ errMsg: "requirePrivacyAuthorize:ok" });
  expect(await miniProgram.privacySetting("afei")).toMatchObject({ needAuthorization: false });
  expect(await miniProgram.phoneNumber("afei", "allow")).toHaveProperty("code");
});

test("a private person's mini-program may not ask for the number", async () => {
  const s = await stage();
  const { appid } = s.account("mini-program");
  await s.sim.control.patchAccount(appid, { abilities: [] });
  await s.sim.control.miniProgram.open("afei", appid);
  expect(await s.sim.control.miniProgram.phoneNumber("afei", "allow")).toEqual({
    errMsg: "getPhoneNumber:fail no permission",
  });
});

test("without a quota the phone number button fails with its errno", async () => {
  const s = await stage();
  const { miniProgram, patchAccount } = s.sim.control;
  const { appid } = s.account("mini-program");
  await patchAccount(appid, { phoneQuota: 1 });
  await miniProgram.open("afei", appid);
  await miniProgram.phoneNumber("afei", "deny");
  expect(await miniProgram.phoneNumber("afei", "allow")).toHaveProperty("code");
  expect(await miniProgram.phoneNumber("afei", "allow")).toMatchObject({ errno: 1_400_001 });
});

test("text messages arrive by number, however it is written", async () => {
  const { sim } = await stage();
  for (const to of ["13800138002", "+8613800138002", "8613800138002"])
    expect(await sim.control.sms.send({ to, text: "123456" })).toEqual({ person: "xiaohong" });
  expect(await sim.control.sms.send({ to: "13900000000", text: "lost" })).toEqual({ person: null });
  expect(await sim.control.sms.inbox("xiaohong")).toHaveLength(3);
  expect(sim.control.person("xiaohong").sms).toBe(3);
  await expect(sim.control.sms.send({ to: "home", text: "x" })).rejects.toMatchObject({ status: 400 });
});

test("a page is drawn with its relative resources, and its scripts do not run", async () => {
  const s = await stage();
  s.service.answer = () => ({ body: '<!doctype html><html><head><link rel="stylesheet" href="/a.css"></head>' });
  await s.sim.control.open("afei", { url: 'http://shop.test/page?a="1"&b' });
  const answer = await s.sim.fetch(new Request("http://127.0.0.1:7090/_sim/people/afei/page/document"));
  expect(await answer.text()).toContain('<head><base href="http://shop.test/page?a=%221%22&#38;b"><link');
  expect(answer.headers.get("content-security-policy")).toContain("sandbox allow-same-origin allow-forms");
});

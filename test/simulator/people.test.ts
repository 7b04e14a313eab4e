import { expect, test } from "vitest";
import { readLinks } from "../../src/simulator/people/links.ts";
import { field, stage, textReply } from "./world.ts";

const menuLink = (content: string, id: string, label = "是我") =>
  `<a href="weixin://bizmsgmenu?msgmenucontent=${content}&msgmenuid=${id}">${label}</a>`;

/** xiaoming follows an account that replied to his text with `content`. */
async function asked(content: string, kind: "service" | "test" = "service") {
  const s = await stage();
  const { appid } = s.account(kind);
  await s.sim.control.follow("xiaoming", appid);
  s.service.answer = ({ body }) => ({ body: textReply(body, content) });
  await s.sim.control.send("xiaoming", appid, "hi");
  s.service.answer = () => ({ body: "success" });
  const message = s.sim.control.chat("xiaoming", appid).at(-1);
  const tap = (link?: number) => s.sim.control.tap("xiaoming", appid, message?.id ?? "", link);
  return { ...s, appid, message, tap, last: () => s.service.got.at(-1)?.body ?? "" };
}

test("a person who does not follow gets the sheet, and nothing is pushed until they accept it", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  const { url } = await s.qr("abc");
  expect(await s.sim.control.scan("xiaohong", { content: url })).toEqual({ outcome: "follow-sheet", appid });
  expect([s.service.got.length, s.sim.control.person("xiaohong").sheet]).toEqual([0, { appid }]);
  await s.sim.control.follow("xiaohong", appid);
  expect(s.service.got.map(({ body }) => field(body, "EventKey"))).toEqual(["qrscene_abc"]);
  expect(s.sim.control.person("xiaohong").sheet).toBeNull();
});

test("a sheet that was closed is forgotten: following is plain then", async () => {
  const s = await stage();
  const { url } = await s.qr("abc");
  await s.sim.control.scan("xiaohong", { content: url });
  s.sim.control.closeSheet("xiaohong");
  await s.sim.control.follow("xiaohong", s.account("service").appid);
  expect(s.service.got.map(({ body }) => field(body, "EventKey"))).toEqual([""]);
});

test("an account's own QR leads to following it plainly, and followers to its chat", async () => {
  const s = await stage();
  const { appid, originalId } = s.account("service");
  const content = `http://weixin.qq.com/r/${originalId}`;
  expect(await s.sim.control.scan("xiaohong", { content })).toEqual({ outcome: "follow-sheet", appid });
  await s.sim.control.follow("xiaohong", appid);
  expect(await s.sim.control.scan("xiaohong", { content })).toEqual({ outcome: "chat", appid });
  expect(s.service.got.map(({ body }) => [field(body, "Event"), field(body, "EventKey")])).toEqual([["subscribe", ""]]);
});

test("a page that simulates a mini-program's gets the query of `onLoad`", async () => {
  const { sim, account } = await stage();
  const { appid } = account("mini-program");
  await sim.control.miniProgram.open("xiaohong", appid, { scene: "a=1" });
  expect(sim.control.person("xiaohong").miniProgram?.preview).toBeNull();
  await sim.control.patchAccount(appid, { previewUrl: "http://127.0.0.1:7080/page" });
  const { searchParams } = new URL(sim.control.person("xiaohong").miniProgram?.preview ?? "");
  const told = { appid, path: "pages/index/index", language: "zh-CN", scene: "a%3D1" };
  expect(Object.fromEntries(searchParams)).toEqual(told);
  sim.control.patchPerson("xiaohong", { language: "en" });
  expect(sim.control.person("xiaohong").miniProgram?.preview).toContain("&language=en&");
});

test("a sheet counts for its own account only", async () => {
  const s = await stage();
  const { url } = await s.qr("abc");
  await s.sim.control.scan("xiaohong", { content: url });
  await s.sim.control.follow("xiaohong", s.account("test").appid);
  await s.sim.control.follow("xiaohong", s.account("service").appid);
  expect(s.service.got.map(({ body }) => field(body, "EventKey"))).toEqual(["", "qrscene_abc"]);
});

test("following twice and unfollowing twice push once each", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  for (const act of ["follow", "follow", "unfollow", "unfollow"] as const) await s.sim.control[act]("afei", appid);
  expect(s.service.got.map(({ body }) => field(body, "Event"))).toEqual(["subscribe", "unsubscribe"]);
});

test("an expired QR has no effect, and an invented one counts as expired", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  await s.sim.control.follow("xiaoming", appid);
  const { url } = await s.qr("abc", { expire_seconds: 60 });
  await s.clock.advance(59_999);
  expect(await s.sim.control.scan("xiaoming", { content: url })).toMatchObject({ outcome: "pushed", appid });
  await s.clock.advance(1);
  expect(await s.sim.control.scan("xiaoming", { content: url })).toEqual({ outcome: "expired", appid });
  expect(await s.sim.control.scan("xiaoming", { content: `${url}x` })).toEqual({ outcome: "expired" });
  expect(s.service.got).toHaveLength(2);
});

test("a permanent QR outlives every clock", async () => {
  const s = await stage();
  const { url } = await s.qr("abc", { action_name: "QR_LIMIT_STR_SCENE" });
  s.sim.control.patchSettings({ clock: { advanceSeconds: 10 * 365 * 86_400 } });
  expect(await s.sim.control.scan("xiaoming", { content: url })).toMatchObject({ outcome: "follow-sheet" });
});

test("another link opens as a page, a text is no link", async () => {
  const { sim } = await stage();
  expect(await sim.control.scan("afei", { content: "https://a.test/x" })).toEqual({
    outcome: "page",
    url: "https://a.test/x",
  });
  await expect(sim.control.scan("afei", { content: "hello" })).rejects.toThrow(/not a link/);
});

test("a tapped menu link sends its content with the id right after MsgId", async () => {
  const s = await asked(`登录？${menuLink("%E6%98%AF%E6%88%91", "12345678901234567")}`);
  expect(s.message).toMatchObject({ text: "登录？是我", links: [{ text: "是我", start: 3 }] });
  expect(await s.tap()).toEqual({ appid: s.appid, outcome: "pushed", push: { outcome: "silent", deliveries: 1 } });
  expect(s.last()).toMatch(
    /<Content><!\[CDATA\[是我\]\]><\/Content>\n<MsgId>\d+<\/MsgId>\n<bizmsgmenuid>12345678901234567<\/bizmsgmenuid>\n<\/xml>$/,
  );
  expect(s.sim.control.chat("xiaoming", s.appid).at(-1)).toMatchObject({ from: "person", text: "是我" });
});

test.each(["test account", "desktop client"])(
  "a tap by the %s sends the text without the id, by default",
  async (who) => {
    const s = await asked(menuLink("1", "7"), who === "test account" ? "test" : "service");
    if (who === "desktop client") s.sim.control.patchPerson("xiaoming", { client: "desktop" });
    await s.tap();
    expect([field(s.last(), "Content"), field(s.last(), "bizmsgmenuid")]).toEqual(["1", undefined]);
    s.sim.control.patchSettings({ menuIdFromTestAccount: true, menuIdFromDesktop: true });
    await s.tap();
    expect(field(s.last(), "bizmsgmenuid")).toBe("7");
  },
);

test("the link that was tapped is the one that counts", async () => {
  const s = await asked(`${menuLink("yes", "1")} ${menuLink("no", "2", "不是我")}`);
  await s.tap(1);
  expect([field(s.last(), "Content"), field(s.last(), "bizmsgmenuid")]).toEqual(["no", "2"]);
  await expect(s.tap(2)).rejects.toThrow(/2 links/);
});

test("a link to the web opens a page and pushes nothing", async () => {
  const s = await asked('<a href="https://a.test/?x=1&amp;y=2">open</a>');
  const before = s.service.got.length;
  expect(await s.tap()).toEqual({ appid: s.appid, outcome: "page", url: "https://a.test/?x=1&y=2" });
  expect(s.service.got).toHaveLength(before);
});

test.each([
  ["without an id", menuLink("yes", "")],
  ["without content", menuLink("", "1")],
  ["of another scheme", '<a href="javascript:alert(1)">是我</a>'],
  ["without href", "<a name=x>是我</a>"],
])("a link %s shows its label only", (_, content) => {
  expect(readLinks(content)).toEqual({ text: "是我", links: [] });
});

test("single quotes, more attributes and other tags are read as a phone reads them", () => {
  const { text, links } = readLinks(`<b>1</b> <A class="x" HREF='https://a.test/'>go</A> < 2`);
  expect([text, links]).toEqual(["<b>1</b> go < 2", [{ text: "go", href: "https://a.test/", start: 9 }]]);
});

test("a person who does not follow cannot write, tap a menu, or follow a mini-program", async () => {
  const { sim, account } = await stage();
  const { appid } = account("service");
  await expect(sim.control.send("afei", appid, "hi")).rejects.toMatchObject({ status: 409 });
  await expect(sim.control.menu("afei", appid, "K")).rejects.toMatchObject({ status: 409 });
  await expect(sim.control.follow("afei", account("mini-program").appid)).rejects.toMatchObject({ status: 409 });
});

test("unknown people, accounts and messages are named", async () => {
  const { sim, account } = await stage();
  await expect(sim.control.follow("nobody", account("service").appid)).rejects.toThrow(
    "there is no person called nobody",
  );
  await expect(sim.control.follow("afei", "wx1")).rejects.toThrow("no account has the appid wx1");
  await expect(sim.control.tap("afei", account("service").appid, "9")).rejects.toThrow("no message 9");
});

test("a chat keeps its last five hundred messages", async () => {
  const { sim, account } = await stage();
  const { appid } = account("service");
  await sim.control.follow("afei", appid);
  for (let n = 0; n < 510; n++) await sim.control.send("afei", appid, `m${n}`);
  const messages = sim.control.chat("afei", appid);
  expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([500, "m10", "m509"]);
});

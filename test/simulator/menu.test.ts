import { expect, test } from "vitest";
import { asker, codeOf, refusal } from "./calls.ts";
import { field, stage } from "./world.ts";

const key = (type: string, name: string) => ({ type, name, key: name });

async function withMenu(buttons: (miniProgram: string) => object[]) {
  const s = await stage();
  const { appid } = s.account("service");
  const asked = await asker(s);
  const answer = await asked.post("/cgi-bin/menu/create", { button: buttons(s.account("mini-program").appid) });
  await s.sim.control.follow("xiaoming", appid);
  s.service.got.length = 0;
  const event = (name: string) => s.service.got.map(({ body }) => field(body, name));
  return { ...s, ...asked, appid, answer, event };
}
const all = (miniProgram: string) => [
  key("click", "CLICK"),
  {
    name: "go",
    sub_button: [
      { type: "view", name: "web", url: "https://a.test/x" },
      { type: "miniprogram", name: "mp", url: "http://a.test", appid: miniProgram, pagepath: "pages/order/index" },
      key("scancode_push", "PUSH"),
      key("scancode_waitmsg", "WAIT"),
      key("location_select", "WHERE"),
    ],
  },
  {
    name: "more",
    sub_button: [
      key("pic_sysphoto", "SYS"),
      key("pic_photo_or_album", "ALBUM"),
      key("pic_weixin", "WX"),
      { type: "media_id", name: "m", media_id: "MEDIA" },
      { type: "article_id", name: "a", article_id: "ARTICLE" },
    ],
  },
];

test("a menu that was created is given back, and shown on the phones", async () => {
  const s = await withMenu(all);
  expect(s.answer).toEqual({ errcode: 0, errmsg: "ok" });
  const { menu } = (await s.get("/cgi-bin/menu/get")) as { menu: { button: object[] } };
  expect(menu.button[0]).toEqual({ ...key("click", "CLICK"), sub_button: [] });
  const row = s.sim.control.person("xiaoming").accounts.find(({ appid }) => appid === s.appid);
  expect(row?.menu?.map(({ name }) => name)).toEqual(["CLICK", "go", "more"]);
});

test("a deleted menu is no more, and deleting none is no error", async () => {
  const s = await withMenu(all);
  for (let n = 0; n < 2; n++) expect(await s.get("/cgi-bin/menu/delete")).toEqual({ errcode: 0, errmsg: "ok" });
  expect(refusal(await s.get("/cgi-bin/menu/get"))).toEqual([46003, "menu no exist"]);
  expect(s.sim.control.person("xiaoming").accounts.find(({ appid }) => appid === s.appid)?.menu).toBeNull();
});

test("a click pushes its key, by key or by place; a name with entries below pushes nothing", async () => {
  const s = await withMenu(all);
  await s.sim.control.menu("xiaoming", s.appid, "CLICK");
  await s.sim.control.menu("xiaoming", s.appid, { index: [0] });
  expect(await s.sim.control.menu("xiaoming", s.appid, { index: [1] })).toMatchObject({ push: { outcome: "none" } });
  expect([s.event("Event"), s.event("EventKey")]).toEqual([
    ["CLICK", "CLICK"],
    ["CLICK", "CLICK"],
  ]);
});

test("view and miniprogram push where they lead, with the menu's id, and lead there", async () => {
  const s = await withMenu(all);
  expect(await s.sim.control.menu("xiaoming", s.appid, { index: [1, 0] })).toMatchObject({ url: "https://a.test/x" });
  expect(await s.sim.control.menu("xiaoming", s.appid, { index: [1, 1] })).toMatchObject({
    page: { appid: s.account("mini-program").appid, path: "pages/order/index" },
  });
  expect(s.event("Event")).toEqual(["VIEW", "view_miniprogram"]);
  expect(s.event("EventKey")).toEqual(["https://a.test/x", "pages/order/index"]);
  expect(s.service.got[0]?.body).toMatch(/<MenuId>\d{9}<\/MenuId>\n<\/xml>$/);
});

test("a scan from the menu pushes the content of the code", async () => {
  const s = await withMenu(all);
  s.service.answer = ({ body }) => ({ body: field(body, "Event") === "scancode_waitmsg" ? "garbage" : "success" });
  expect(await s.sim.control.menu("xiaoming", s.appid, { key: "PUSH", scan: "https://b.test/" })).toMatchObject({
    url: "https://b.test/",
  });
  await s.sim.control.menu("xiaoming", s.appid, { key: "WAIT", scan: "4711" });
  expect(s.service.got[0]?.body).toMatch(
    /<EventKey><!\[CDATA\[PUSH\]\]><\/EventKey>\n<ScanCodeInfo><ScanType><!\[CDATA\[qrcode\]\]><\/ScanType>\n<ScanResult><!\[CDATA\[https:\/\/b.test\/\]\]><\/ScanResult>\n<\/ScanCodeInfo>\n<\/xml>$/,
  );
  expect(s.event("ScanResult")[1]).toBe("4711");
  expect(s.sim.control.chat("xiaoming", s.appid).map(({ type }) => type)).toEqual(["tip"]);
});

test.each(["SYS", "ALBUM", "WX"])("pictures of the entry %s are announced, and then sent", async (entry) => {
  const s = await withMenu(all);
  await s.sim.control.menu("xiaoming", s.appid, { key: entry, pictures: 2 });
  expect(s.service.got[0]?.body).toMatch(
    /<SendPicsInfo><Count>2<\/Count>\n<PicList>(<item><PicMd5Sum><!\[CDATA\[[0-9a-f]{32}\]\]><\/PicMd5Sum>\n<\/item>\n){2}<\/PicList>\n<\/SendPicsInfo>/,
  );
  expect(s.event("MsgType")).toEqual(["event", "image", "image"]);
});

test("a place is announced, and then sent", async () => {
  const s = await withMenu(all);
  await s.sim.control.menu("xiaoming", s.appid, "WHERE");
  expect([s.event("Event")[0], s.event("MsgType")]).toEqual(["location_select", ["event", "location"]]);
  expect(s.service.got[0]?.body).toContain("<Location_X><![CDATA[23.099994]]></Location_X>");
});

test("a medium and an article are shown, without a push", async () => {
  const s = await withMenu(all);
  await s.sim.control.menu("xiaoming", s.appid, { index: [2, 3] });
  await s.sim.control.menu("xiaoming", s.appid, { index: [2, 4] });
  expect(s.sim.control.chat("xiaoming", s.appid)).toMatchObject([
    { from: "account", type: "image", mediaId: "MEDIA" },
    { from: "account", type: "news", mediaId: "ARTICLE" },
  ]);
  expect(s.service.got).toHaveLength(0);
});

test("an entry that is not there, and a tap that says two things, are refused", async () => {
  const s = await withMenu(all);
  await expect(s.sim.control.menu("xiaoming", s.appid, "NO")).rejects.toMatchObject({ status: 404 });
  await expect(s.sim.control.menu("xiaoming", s.appid, { index: [0, 1] })).rejects.toMatchObject({ status: 404 });
  await expect(s.sim.control.menu("xiaoming", s.appid, { key: "CLICK", index: [0] })).rejects.toMatchObject({
    status: 400,
  });
});

const of = (button: object) => [button];
const below = (button: object) => [{ name: "x", sub_button: [button] }];
test.each<[string, unknown, number]>([
  ["no buttons", [], 40016],
  ["four buttons", Array(4).fill(key("click", "a")), 40016],
  ["no list", "a", 40016],
  ["an unknown type", of(key("toString", "a")), 40017],
  ["a name of 17 bytes", of({ ...key("click", "a"), name: "abcdefghijklmnopq" }), 40018],
  ["no name", of({ ...key("click", "a"), name: "" }), 40018],
  ["no key", of({ type: "click", name: "a" }), 40019],
  ["a key of 129 bytes", of({ ...key("click", "a"), key: "k".repeat(129) }), 40019],
  ["no url", of({ type: "view", name: "a" }), 40020],
  ["a url of 1025 bytes", of({ type: "view", name: "a", url: `http://${"a".repeat(1018)}` }), 40020],
  ["a url of no domain", of({ type: "view", name: "a", url: "javascript:alert(1)" }), 40055],
  ["no media id", of({ type: "media_id", name: "a" }), 40117],
  ["entries below entries", below({ name: "a", sub_button: [key("click", "a")] }), 40022],
  ["six entries below", [{ name: "x", sub_button: Array(6).fill(key("click", "a")) }], 40023],
  ["an unknown type below", below(key("no", "a")), 40024],
  ["a name of 61 bytes below", below({ ...key("click", "a"), name: "a".repeat(61) }), 40025],
  ["no key below", below({ type: "click", name: "a" }), 40026],
  ["no url below", below({ type: "view", name: "a" }), 40027],
  ["a url of no domain below", below({ type: "view", name: "a", url: "a.test" }), 40054],
  ["no media id below", below({ type: "media_id", name: "a" }), 40118],
  ["a 小程序 that is not there", of({ type: "miniprogram", name: "a", url: "http://a.test", appid: "wx0" }), 45064],
])("a menu with %s is refused", async (_, button, errcode) => {
  const s = await stage();
  const { post } = await asker(s);
  expect(await codeOf(post("/cgi-bin/menu/create", { button }))).toBe(errcode);
  expect(await codeOf(post("/cgi-bin/menu/create", { button: [key("click", "好")] }))).toBe(0);
});

test("Chinese written as escapes is 40033, and with the official words", async () => {
  const s = await stage();
  const { post } = await asker(s);
  const escaped = '{"button":[{"type":"click","name":"\\u4f60","key":"a"}]}';
  expect(refusal(await post("/cgi-bin/menu/create", escaped))).toEqual([
    40033,
    "invalid charset. please check your request, if include \\uxxxx will create fail!",
  ]);
});

test("an account without the right has no menu calls, and a thousand creations a day are enough", async () => {
  const s = await stage();
  expect(await codeOf((await asker(s, "subscription")).get("/cgi-bin/menu/get"))).toBe(48001);
  s.sim.control.patchSettings({ quotas: { "/cgi-bin/menu/create": { day: 1 } } });
  const { post } = await asker(s);
  const create = () => codeOf(post("/cgi-bin/menu/create", { button: [key("click", "a")] }));
  expect([await create(), await create()]).toEqual([0, 45009]);
});

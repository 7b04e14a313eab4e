import { expect, test } from "vitest";
import type { PersonEventInput, PersonMessageInput } from "../../src/simulator/index.ts";
import { field, stage } from "./world.ts";

async function followed() {
  const s = await stage();
  const { appid } = s.account("service");
  await s.sim.control.follow("xiaoming", appid);
  s.service.got.length = 0;
  /** The part of the XML after the type of the push. */
  const tail = () => (s.service.got.at(-1)?.body ?? "").replace(/^[\s\S]*?<\/(?:Event|MsgType)>\n(?!<Event>)/, "");
  return { ...s, appid, tail };
}
const id = "[A-Za-z0-9_-]{64}";
const cdata = (name: string, value: string) => `<${name}><!\\[CDATA\\[${value}\\]\\]></${name}>\n`;
const msgId = "<MsgId>\\d{17,19}</MsgId>\n";

test.each<[PersonMessageInput, string]>([
  [{ type: "image" }, `${cdata("PicUrl", "http://mmbiz.qpic.cn/mmbiz_jpg/[\\w-]+/0")}${msgId}${cdata("MediaId", id)}`],
  [
    { type: "image", picUrl: "https://a.test/p", mediaId: "M" },
    `${cdata("PicUrl", "https://a.test/p")}${msgId}${cdata("MediaId", "M")}`,
  ],
  [{ type: "voice" }, `${cdata("MediaId", id)}${cdata("Format", "amr")}${msgId}`],
  [
    { type: "voice", format: "speex", recognition: "你好", mediaId16K: "K" },
    `${cdata("MediaId", id)}${cdata("Format", "speex")}${msgId}${cdata("Recognition", "你好")}${cdata("MediaId16K", "K")}`,
  ],
  [{ type: "video" }, `${cdata("MediaId", id)}${cdata("ThumbMediaId", id)}${msgId}`],
  [{ type: "shortvideo" }, `${cdata("MediaId", id)}${cdata("ThumbMediaId", id)}${msgId}`],
  [
    { type: "location", latitude: 23.5, longitude: -113.25, label: "塔" },
    `<Location_X>23.5</Location_X>\n<Location_Y>-113.25</Location_Y>\n<Scale>16</Scale>\n${cdata("Label", "塔")}${msgId}`,
  ],
  [
    { type: "link", title: "T", description: "D", url: "https://a.test/" },
    `${cdata("Title", "T")}${cdata("Description", "D")}${cdata("Url", "https://a.test/")}${msgId}`,
  ],
  [
    { type: "text", text: "[Lol] 😀", article: { msgDataId: "2247483650", idx: 1 } },
    `${cdata("Content", "\\[Lol\\] 😀")}${msgId}<MsgDataId>2247483650</MsgDataId>\n<Idx>1</Idx>\n`,
  ],
])("the message %j is laid out as on the wire, and seen in the chat", async (message, layout) => {
  const s = await followed();
  await s.sim.control.send("xiaoming", s.appid, message);
  expect(s.tail()).toMatch(new RegExp(`^${layout}</xml>$`));
  expect(s.sim.control.chat("xiaoming", s.appid)).toMatchObject([{ from: "person", type: message.type }]);
});

test.each<[PersonEventInput, string]>([
  [
    { event: "LOCATION", latitude: 23.137466, longitude: 113.352425, precision: 119.385 },
    "<Latitude>23.137466</Latitude>\n<Longitude>113.352425</Longitude>\n<Precision>119.385</Precision>\n",
  ],
  [
    { event: "VIEW", url: "https://a.test/", menuId: "419119257" },
    `${cdata("EventKey", "https://a.test/")}<MenuId>419119257</MenuId>\n`,
  ],
  [{ event: "view_miniprogram", path: "pages/a", menuId: "1" }, `${cdata("EventKey", "pages/a")}<MenuId>1</MenuId>\n`],
  [{ event: "subscribe", key: "last_trade_no_1" }, cdata("EventKey", "last_trade_no_1")],
  [{ event: "unsubscribe" }, cdata("EventKey", "")],
  [
    { event: "TEMPLATESENDJOBFINISH", msgId: "200163836", status: "failed:user block" },
    `<MsgID>200163836</MsgID>\n${cdata("Status", "failed:user block")}`,
  ],
  [
    { event: "user_info_modified" },
    `${cdata("OpenID", "o[\\w-]{27}")}${cdata("AppID", "wx[0-9a-f]{16}")}${cdata("RevokeInfo", "1")}${cdata("UnionID", "o[\\w-]{27}")}`,
  ],
  [
    { event: "user_authorization_revoke", revokeInfo: "301", pluginId: "wxp", openPid: "Gx" },
    `${cdata("OpenID", "o[\\w-]{27}")}${cdata("AppID", "wx[0-9a-f]{16}")}${cdata("RevokeInfo", "301")}${cdata("PluginID", "wxp")}${cdata("OpenPID", "Gx")}${cdata("UnionID", "o[\\w-]{27}")}`,
  ],
])("the event %j is laid out as on the wire", async (event, layout) => {
  const s = await followed();
  await s.sim.control.happen("xiaoming", s.appid, event);
  expect(field(s.service.got[0]?.body ?? "", "Event")).toBe(event.event);
  expect(s.tail()).toMatch(new RegExp(`^${layout}</xml>$`));
});

test("a raw push may contain nested and repeated elements", async () => {
  const s = await followed();
  const item = (n: number) => ({ ArticleIdx: n, CopyrightCheckState: 2 });
  const fields = {
    MsgType: "event",
    Event: "MASSSENDJOBFINISH",
    MsgID: 1000001625,
    Status: "err(30003)",
    CopyrightCheckResult: { Count: 2, ResultList: { item: [item(1), item(2)] }, CheckState: 2 },
  };
  await s.sim.control.happen("xiaoming", s.appid, { event: "raw", fields });
  const items = [1, 2].map(
    (n) => `<item><ArticleIdx>${n}</ArticleIdx>\n<CopyrightCheckState>2</CopyrightCheckState>\n</item>\n`,
  );
  expect(s.tail()).toBe(
    `<MsgID>1000001625</MsgID>\n<Status><![CDATA[err(30003)]]></Status>\n<CopyrightCheckResult><Count>2</Count>\n<ResultList>${items.join("")}</ResultList>\n<CheckState>2</CheckState>\n</CopyrightCheckResult>\n</xml>`,
  );
});

test("compatible mode keeps the nested elements of one child", async () => {
  const s = await followed();
  await s.sim.control.patchAccount(s.appid, { mode: "compatible" });
  await s.sim.control.happen("xiaoming", s.appid, { event: "scancode_push", key: "k", result: "r" });
  expect(s.service.got[0]?.body).toContain("    <ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType>\n<ScanResult>");
});

test.each<[PersonEventInput, boolean, boolean]>([
  [{ event: "CLICK", key: "k" }, true, true],
  [{ event: "scancode_waitmsg", key: "k", result: "r" }, true, true],
  [{ event: "LOCATION", latitude: 1, longitude: 1 }, true, false],
  [{ event: "VIEW", url: "https://a.test/" }, false, false],
  [{ event: "scancode_push", key: "k", result: "r" }, false, false],
  [{ event: "user_info_modified" }, false, false],
])("%j takes a reply: %s, and shows a tip when the service fails: %s", async (event, takesReply, showsTip) => {
  const s = await followed();
  const ends = `<ToUserName>${s.sim.world().people[0]?.openIds[s.appid]}</ToUserName><FromUserName>${s.account("service").originalId}</FromUserName>`;
  s.service.answer = () => ({
    body: `<xml>${ends}<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a</Content></xml>`,
  });
  await s.sim.control.happen("xiaoming", s.appid, event);
  expect(s.sim.control.chat("xiaoming", s.appid).map(({ type }) => type)).toEqual(takesReply ? ["text"] : []);
  s.service.answer = () => ({ body: "garbage" });
  await s.sim.control.happen("xiaoming", s.appid, event);
  expect(s.sim.control.chat("xiaoming", s.appid).some(({ type }) => type === "tip")).toBe(showsTip);
});

test("what a person cannot send is refused with every issue", async () => {
  const s = await followed();
  const send = (message: unknown) => s.sim.control.send("xiaoming", s.appid, message as PersonMessageInput);
  await expect(send({ type: "sticker" })).rejects.toMatchObject({ status: 400 });
  await expect(send({ type: "location", latitude: 91, longitude: "x" })).rejects.toMatchObject({
    issues: [{ path: "latitude" }, { path: "longitude" }],
  });
  await expect(send({ type: "miniprogrampage", title: "T", path: "pages/a" })).rejects.toMatchObject({ status: 409 });
  await expect(
    s.sim.control.happen("xiaoming", s.appid, { event: "NO" } as unknown as PersonEventInput),
  ).rejects.toMatchObject({
    status: 400,
  });
});

test("over HTTP a message and an event are the same as in process", async () => {
  const s = await followed();
  const post = async (act: string, body: object) => {
    const init = { method: "POST", body: JSON.stringify({ appid: s.appid, ...body }) };
    const response = await s.sim.fetch(new Request(`http://127.0.0.1/_sim/people/xiaoming/${act}`, init));
    return [response.status, await response.json()];
  };
  const done = { appid: s.appid, push: { outcome: "silent", deliveries: 1 } };
  expect(await post("send", { text: "hi" })).toEqual([200, done]);
  expect(await post("send", { type: "image" })).toEqual([200, done]);
  expect(await post("event", { event: "CLICK", key: "K" })).toEqual([200, done]);
  expect((await post("event", { event: "CLICK" }))[0]).toBe(400);
  expect(s.service.got.map(({ body }) => field(body, "MsgType"))).toEqual(["text", "image", "event"]);
});

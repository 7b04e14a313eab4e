import { expect, test } from "vitest";
import { maxPushBytes, type OpenedPush, openPush, type Push } from "../../../src/wechat/index.ts";
import * as sent from "../pushes.ts";
import { pamtest, vectorE } from "../vectors.ts";

const { account, compatibleKeys, layout, nowMs, openId, plainKeys, safeKeys, sentAt } = sent;

test("the documented layout of a follow is 278 bytes and reads as one", () => {
  expect(Buffer.byteLength(sent.subscribe)).toBe(278);
  expect(openedPlain(sent.subscribe)).toEqual({
    toUser: account,
    openId,
    createTime: sentAt,
    type: "event",
    event: "subscribe",
    eventKey: "",
    fields: {
      ToUserName: account,
      FromUserName: openId,
      CreateTime: String(sentAt),
      MsgType: "event",
      Event: "subscribe",
      EventKey: "",
    },
    key: `d:${sent.fingerprintOf(sent.subscribe)}`,
    fingerprint: sent.fingerprintOf(sent.subscribe),
  });
});

test("vector E opens as a scan in safe mode", () => {
  const { timestamp, nonce, msgSignature, encrypt, msg } = vectorE;
  const query = { timestamp, nonce, msg_signature: msgSignature, encrypt_type: "aes" };
  expect(opened(openPush(pamtest, query, sent.safeBody(encrypt), nowMs))).toMatchObject({
    event: "SCAN",
    eventKey: "login_abc",
    ticket: "TICKET",
    key: `d:${sent.fingerprintOf(msg)}`,
    fingerprint: sent.fingerprintOf(msg),
  });
});

test("a push opens to the same in all three modes", () => {
  const plain = openedPlain(sent.text("hello"));
  const safe = sent.safeDelivery(sent.text("hello"));
  const compatible = sent.compatibleDelivery(sent.text("hello"));
  expect(opened(openPush(safeKeys, safe.query, safe.body, nowMs))).toEqual(plain);
  expect(opened(openPush(compatibleKeys, compatible.query, compatible.body, nowMs))).toEqual(plain);
});

test("a text has its content and its MsgId, kept as the string it is", () => {
  const push = openedPlain(sent.text("a<b>&]] 😀"));
  expect(push).toMatchObject({ content: "a<b>&]] 😀", msgId: "24811234567890123" });
  expect(push.key).toBe(`m:${openId}:24811234567890123`);
  expect(push).not.toHaveProperty("menuId");
});

test.each(["0", "000", " 0 "])("two texts whose MsgId is %j are two", (id) => {
  const said = (content: string) => openedPlain(layout("text", `<Content>${content}</Content><MsgId>${id}</MsgId>`));
  expect(said("a").key).toBe(`d:${said("a").fingerprint}`);
  expect(said("a").key).not.toBe(said("b").key);
});

test("a tapped menu link carries its id", () => {
  const tap = "<Content><![CDATA[1]]></Content>\n<MsgId>24811234567890123</MsgId>\n<bizmsgmenuid>42</bizmsgmenuid>\n";
  expect(openedPlain(layout("text", tap))).toMatchObject({ content: "1", menuId: "42" });
});

test("a redelivery has the same key and fingerprint under another signature", () => {
  const first = sent.safeDelivery(sent.subscribe);
  const second = sent.safeDelivery(sent.subscribe, String(sentAt + 5));
  const [a, b] = [first, second].map(({ query, body }) => opened(openPush(safeKeys, query, body, nowMs)));
  expect(b).toEqual(a);
  expect(second.query.msg_signature).not.toBe(first.query.msg_signature);
});

const event = (name: string, key: string, more = "") =>
  layout("event", `<Event><![CDATA[${name}]]></Event>\n<EventKey><![CDATA[${key}]]></EventKey>\n${more}`);
const menu = "<MenuId>430000000</MenuId>\n";
const scanned =
  "<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType>\n<ScanResult><![CDATA[1]]></ScanResult>\n</ScanCodeInfo>\n";
const pictures =
  "<SendPicsInfo><Count>2</Count>\n<PicList><item><PicMd5Sum><![CDATA[a]]></PicMd5Sum>\n</item>\n<item><PicMd5Sum><![CDATA[b]]></PicMd5Sum>\n</item>\n</PicList>\n</SendPicsInfo>\n";
const massSent =
  "<Event><![CDATA[MASSSENDJOBFINISH]]></Event>\n<MsgID>1</MsgID>\n<CopyrightCheckResult><Count>1</Count>\n<ResultList><item><ArticleIdx>1</ArticleIdx>\n</item>\n</ResultList>\n</CopyrightCheckResult>\n";

test.each([
  ["a follow by QR", event("subscribe", "qrscene_abc", "<Ticket><![CDATA[T]]></Ticket>\n"), "qrscene_abc"],
  ["a scan", event("SCAN", "abc", "<Ticket><![CDATA[T]]></Ticket>\n"), "abc"],
  ["an unfollow", event("unsubscribe", ""), ""],
  [
    "a follow after a payment",
    event("subscribe", `last_trade_no_${"1".repeat(32)}`),
    `last_trade_no_${"1".repeat(32)}`,
  ],
  ["a scan without a scene", event("SCAN", "0"), "0"],
  ["an overflown scene", event("SCAN", "4294967295"), "4294967295"],
  ["a menu click", event("CLICK", "help"), "help"],
  ["a menu link", event("VIEW", "https://example.com/?a=1&b=2", menu), "https://example.com/?a=1&b=2"],
  ["a menu scan", event("scancode_waitmsg", "k", scanned), "k"],
  ["menu pictures", event("pic_sysphoto", "k", pictures), "k"],
])("%s is read", (_, xml, eventKey) => expect(openedPlain(xml)).toMatchObject({ type: "event", eventKey }));

test.each([
  ["a mass message's report", massSent],
  [
    "a template's report",
    "<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>\n<MsgID>2</MsgID>\n<Status><![CDATA[success]]></Status>\n",
  ],
  [
    "a place",
    "<Event><![CDATA[LOCATION]]></Event>\n<Latitude>23.1</Latitude>\n<Longitude>113.3</Longitude>\n<Precision>65</Precision>\n",
  ],
  [
    "a withdrawn consent",
    "<Event><![CDATA[user_authorization_revoke]]></Event>\n<OpenID><![CDATA[o]]></OpenID>\n<RevokeInfo><![CDATA[1]]></RevokeInfo>\n",
  ],
])("%s, an event without EventKey, is read", (_, special) => {
  const push = openedPlain(layout("event", special));
  expect(push.event).toBeDefined();
  expect(push).not.toHaveProperty("eventKey");
});

test.each([
  ["image", "<PicUrl><![CDATA[http://a]]></PicUrl>\n<MsgId>1</MsgId>\n<MediaId><![CDATA[m]]></MediaId>\n"],
  ["voice", "<MediaId><![CDATA[m]]></MediaId>\n<Format><![CDATA[amr]]></Format>\n<MsgId>1</MsgId>\n"],
  [
    "location",
    "<Location_X>23.1</Location_X>\n<Location_Y>113.3</Location_Y>\n<Scale>20</Scale>\n<Label><![CDATA[l]]></Label>\n<MsgId>1</MsgId>\n",
  ],
  [
    "link",
    "<Title><![CDATA[t]]></Title>\n<Description><![CDATA[]]></Description>\n<Url><![CDATA[u]]></Url>\n<MsgId>1</MsgId>\n",
  ],
])("a message of type %s is read", (type, special) => {
  expect(openedPlain(layout(type, special))).toMatchObject({ type, msgId: "1", key: `m:${openId}:1` });
});

test("an old account's own name is an account's name", () => {
  expect(openedPlain(sent.subscribe.replace(account, "our-old-name")).toUser).toBe("our-old-name");
});

test.each([
  "<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[s]]></EventKey>",
  "<FromUserName><![CDATA[oVictim]]></FromUserName>",
  "",
])("a text that closes its own CDATA to add %j is refused", (added) => {
  for (const reopened of ["<Content><![CDATA[", "<x><Content><![CDATA[", "<x><![CDATA[", ""]) {
    const { query, body } = sent.plainDelivery(sent.text(`]]></Content>${added}${reopened}`));
    expect(openPush(plainKeys, query, body, nowMs)).toEqual({ ok: false, reason: "malformed" });
  }
});

test("a text with an event's fields is no event", () => {
  const push = openedPlain(
    layout("text", "<Content>1</Content><Event>SCAN</Event><EventKey>s</EventKey><Ticket>t</Ticket>"),
  );
  for (const name of ["event", "eventKey", "ticket"]) expect(push).not.toHaveProperty(name);
});

test("the openid of the URL is not read", () => {
  const { query, body } = sent.plainDelivery(sent.subscribe);
  expect(opened(openPush(plainKeys, { ...query, openid: "oSomebodyElse" } as typeof query, body, nowMs)).openId).toBe(
    openId,
  );
});

test("the longest body is 64 KiB, and 192 KiB in compatible mode", () => {
  expect(["plain", "safe", "compatible"].map((mode) => maxPushBytes(mode as "plain"))).toEqual([65536, 65536, 196608]);
});

function openedPlain(plaintext: string): Push {
  const { query, body } = sent.plainDelivery(plaintext);
  return opened(openPush(plainKeys, query, body, nowMs));
}

function opened(result: OpenedPush): Push {
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) throw new Error(result.reason);
  return { ...result.push, fields: { ...result.push.fields } };
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { openPush, type PushKeys } from "../../../src/wechat/index.ts";
import { parseTree } from "../../../src/wechat/push/tree.ts";
import { parseXml } from "../../../src/wechat/push/xml.ts";
import * as sent from "../pushes.ts";

const { account, layout, nowMs, openId, plainKeys, sentAt } = sent;
const json: PushKeys = { ...plainKeys, format: "json" };

function open(body: string, keys = plainKeys) {
  const { query } = sent.plainDelivery("");
  const opened = openPush(keys, query, body, nowMs);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.push;
}

/** Gives the objects a prototype again, for the comparison. */
const plain = (tree: unknown): unknown => JSON.parse(JSON.stringify(tree));

test("what a menu scanned is read", () => {
  const info =
    "<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType>\n<ScanResult><![CDATA[a<b>&]]></ScanResult>\n</ScanCodeInfo>\n";
  const push = open(layout("event", `<Event><![CDATA[scancode_waitmsg]]></Event>\n<EventKey>k</EventKey>\n${info}`));
  expect(plain(push.tree?.ScanCodeInfo)).toEqual({ ScanType: "qrcode", ScanResult: "a<b>&" });
  expect(push.tree?.FromUserName).toBe(openId);
  expect(push.raw).toContain("<ScanCodeInfo>");
});

test("a list is its repeated name, and one of one is read the same way", () => {
  const item = (id: string) =>
    `<List><TemplateId><![CDATA[${id}]]></TemplateId>\n<PopupScene>2</PopupScene>\n</List>\n`;
  const popup = (items: string) =>
    layout(
      "event",
      `<Event>subscribe_msg_popup_event</Event>\n<SubscribeMsgPopupEvent>${items}</SubscribeMsgPopupEvent>\n`,
    );
  const read = (items: string) =>
    (open(popup(items)).tree as never as { SubscribeMsgPopupEvent: { List: unknown } }).SubscribeMsgPopupEvent.List;
  expect(plain(read(item("a") + item("b")))).toEqual([
    { TemplateId: "a", PopupScene: "2" },
    { TemplateId: "b", PopupScene: "2" },
  ]);
  expect(plain([read(item("a"))].flat())).toEqual([{ TemplateId: "a", PopupScene: "2" }]);
});

test("the results of a media check are read from JSON, with every digit", () => {
  const result = { suggest: "risky", label: 20001 };
  const detail = [{ strategy: "content_model", errcode: 0, prob: 90, suggest: "risky" }];
  const head = { ToUserName: account, FromUserName: openId, CreateTime: sentAt, MsgType: "event" };
  const body = JSON.stringify({ ...head, Event: "wxa_media_check", result, detail, none: null, id: 0 });
  const { tree } = open(body.replace('"id":0', '"id":9223372036854775807'), json);
  expect(plain(tree)).toMatchObject({
    result: { suggest: "risky", label: "20001" },
    detail: [{ strategy: "content_model", errcode: "0", prob: "90", suggest: "risky" }],
    none: null,
    id: "9223372036854775807",
  });
});

test("empty, bare and mixed texts are what the fields say they are", () => {
  const xml = "<xml><a></a><b/><c>x<![CDATA[y]]>z</c> <__proto__>p</__proto__><d><e/></d></xml>";
  const tree = parseTree(xml);
  expect(Object.getPrototypeOf(tree)).toBeNull();
  expect(Object.entries(tree).slice(0, 4)).toEqual(Object.entries(parseXml(xml) ?? {}));
  expect(plain(tree.d)).toEqual({ e: "" });
  expect(Object.entries(parseTree("<xml></xml>"))).toEqual([]);
});

test("whatever is taken, tree and fields agree", () => {
  const name = fc.constantFrom("a", "b", "Content", "x-y.z");
  const text = fc.string({ unit: "grapheme", maxLength: 8 }).filter((each) => !/[\0<&]|\]\]>/.test(each));
  const leaf = fc.tuple(name, text).map(([n, t]) => `<${n}><![CDATA[${t}]]></${n}>`);
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 6 }), (leaves) => {
      const xml = `<xml>${leaves.join("\n")}</xml>`;
      const fields = parseXml(xml);
      fc.pre(fields !== undefined);
      expect(Object.entries(parseTree(xml)).filter(([, node]) => typeof node === "string")).toEqual(
        Object.entries(fields),
      );
    }),
  );
});

test("a push is no larger for it where it is copied, logged or compared", () => {
  const push = open(sent.subscribe);
  expect(Object.keys(push)).not.toContain("tree");
  expect(JSON.stringify(push)).not.toContain("<xml>");
});

test("JSON is read as the fields are: with control characters, a mark before it and last commas", () => {
  const head = `"ToUserName":"${account}","FromUserName":"${openId}","CreateTime":${sentAt}`;
  const body = `\ufeff{${head},"MsgType":"text","Content":"a\u0001,]\\",}b\n","List":[{"Id":1,},],}`;
  const { tree, content } = open(body, json);
  expect(content).toBe('a\u0001,]",}b\n');
  expect(plain(tree)).toMatchObject({ Content: content, List: [{ Id: "1" }] });
});

test("XML is read as the fields are: with a declaration, and blanks around CDATA", () => {
  const xml =
    '<?xml version="1.0"?>\n<xml><a> <![CDATA[ b ]]>\n</a><c/><d /><e>f<![CDATA[g]]></e><h> <i>1</i> </h></xml>';
  expect(plain(parseTree(xml))).toEqual({ a: " b ", c: "", d: "", e: "fg", h: { i: "1" } });
});

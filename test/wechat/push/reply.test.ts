import fc from "fast-check";
import { expect, test } from "vitest";
import type { Random } from "../../../src/base/random.ts";
import { createFakeClock } from "../../../src/testing/clock.ts";
import { createSeededRandom } from "../../../src/testing/random.ts";
import { type Article, encodeReply, menuLink, type Reply } from "../../../src/wechat/index.ts";
import { decrypt } from "../../../src/wechat/push/crypto.ts";
import { sign } from "../../../src/wechat/push/signature.ts";
import { parseXml } from "../../../src/wechat/push/xml.ts";
import { account, compatibleKeys, openId, plainKeys, safeKeys } from "../pushes.ts";
import { pamtest, vectorF } from "../vectors.ts";

const push = { toUser: account, openId };
const clock = createFakeClock(1_700_000_001_999);
const seal = { nonce: "nonce", clock, random: createSeededRandom(1) };
const plain = (reply: Reply) => encodeReply(plainKeys, push, reply, seal).body;
const content = (text: string) => parseXml(plain({ type: "text", text }))?.Content;

test("the text reply of vector F is encrypted and signed to its bytes", () => {
  const random: Random = { bytes: () => Buffer.from(vectorF.random) };
  const reply = encodeReply(pamtest, push, { type: "text", text: "登录成功" }, { nonce: vectorF.nonce, clock, random });
  expect(reply).toEqual({
    contentType: "text/xml; charset=utf-8",
    body: `<xml><Encrypt><![CDATA[${vectorF.encrypt}]]></Encrypt><MsgSignature><![CDATA[${vectorF.msgSignature}]]></MsgSignature><TimeStamp>1700000001</TimeStamp><Nonce><![CDATA[nonce123]]></Nonce></xml>`,
  });
});

test("the plain text reply is the plaintext of vector F", () => {
  expect(plain({ type: "text", text: "登录成功" })).toBe(vectorF.msg);
});

test.each([plainKeys, compatibleKeys, safeKeys])("nothing to say is an unencrypted `success` in each mode", (keys) => {
  const reply = encodeReply(keys, push, undefined, seal);
  expect(reply).toEqual({ contentType: "text/plain; charset=utf-8", body: "success" });
});

test("a compatible reply is encrypted, and signed over its own time and the request's nonce", () => {
  const { body } = encodeReply(compatibleKeys, push, { type: "text", text: "a" }, { ...seal, nonce: "n1" });
  const { Encrypt = "", MsgSignature, TimeStamp, Nonce } = parseXml(body) ?? {};
  expect(decrypt(compatibleKeys, Encrypt)).toEqual({ ok: true, text: plain({ type: "text", text: "a" }) });
  expect(MsgSignature).toBe(sign(compatibleKeys.token, "1700000001", "n1", Encrypt));
  expect([TimeStamp, Nonce]).toEqual(["1700000001", "n1"]);
});

test("a reply dated by its push has the same plaintext for each delivery", () => {
  const reply = (now: number) =>
    encodeReply(
      plainKeys,
      { ...push, createTime: 5 },
      { type: "text", text: "a" },
      { ...seal, clock: createFakeClock(now) },
    );
  expect(reply(9_000)).toEqual(reply(14_000));
  expect(parseXml(reply(9_000).body)?.CreateTime).toBe("5");
});

test("`]]>` and tags in a text stay text", () => {
  for (const text of [
    "]]>",
    "a]]>b]]>",
    "]]]]>>",
    "]]></Content><MsgType>x</MsgType>",
    '<a href="x">y</a>',
    "&amp;",
    "1\n2",
  ]) {
    expect(content(text)).toBe(text);
  }
});

test("characters that XML forbids are left out", () => {
  expect(content("a\0\u0001\u000b\ufffe\uffff\ud800b\tc😀")).toBe("ab\tc😀");
});

test("any text within the limit comes back, without what XML forbids", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      fc.pre(Buffer.byteLength(text) <= 2048);
      expect(content(text)).toBe(text);
    }),
  );
});

test("a text may have 2048 bytes, not one more", () => {
  expect(content("字".repeat(682))).toHaveLength(682);
  expect(content("a".repeat(2048))).toHaveLength(2048);
  expect(() => content("字".repeat(683))).toThrow(
    new RangeError("a text reply may have at most 2048 bytes of UTF-8, this one has 2049"),
  );
});

test("a news reply lists its articles", () => {
  const articles: [Article] = [{ title: "t", description: "d", picUrl: "https://a/p.jpg", url: "https://a/?b=1&c=2" }];
  expect(plain({ type: "news", articles })).toContain(
    "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description><PicUrl><![CDATA[https://a/p.jpg]]></PicUrl><Url><![CDATA[https://a/?b=1&c=2]]></Url></item></Articles></xml>",
  );
});

test("a news reply holds 1 to 8 articles", () => {
  const article = { title: "t", url: "https://a" };
  const news = (length: number) =>
    plain({ type: "news", articles: Array(length).fill(article) as unknown as [Article] });
  expect(news(8)).toContain("<ArticleCount>8</ArticleCount>");
  expect(() => news(9)).toThrow(RangeError);
  expect(() => news(0)).toThrow(RangeError);
});

test.each<[Reply, string]>([
  [
    { type: "image", mediaId: "M" },
    "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[M]]></MediaId></Image>",
  ],
  [
    { type: "voice", mediaId: "M" },
    "<MsgType><![CDATA[voice]]></MsgType><Voice><MediaId><![CDATA[M]]></MediaId></Voice>",
  ],
  [
    { type: "video", mediaId: "M", title: "t" },
    "<Video><MediaId><![CDATA[M]]></MediaId><Title><![CDATA[t]]></Title></Video>",
  ],
  [
    { type: "music", thumbMediaId: "T", description: "d", url: "u", hqUrl: "h" },
    "<Music><Description><![CDATA[d]]></Description><MusicUrl><![CDATA[u]]></MusicUrl><HQMusicUrl><![CDATA[h]]></HQMusicUrl><ThumbMediaId><![CDATA[T]]></ThumbMediaId></Music>",
  ],
])("%o is written as WeChat reads it", (reply, xml) => expect(plain(reply)).toContain(`${xml}</xml>`));

test("human service takes the message, or one agent of it", () => {
  const type = "<MsgType><![CDATA[transfer_customer_service]]></MsgType>";
  expect(plain({ type: "human-service" })).toContain(`${type}</xml>`);
  expect(plain({ type: "human-service", account: "a@b" })).toContain(
    `${type}<TransInfo><KfAccount><![CDATA[a@b]]></KfAccount></TransInfo></xml>`,
  );
});

test("a menu link encodes its content and shows its label", () => {
  expect(menuLink("是我&1", 7, "Yes, it's me")).toBe(
    `<a href="weixin://bizmsgmenu?msgmenucontent=%E6%98%AF%E6%88%91%261&msgmenuid=7">Yes, it's me</a>`,
  );
  expect(menuLink("1", 0)).toBe('<a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=0">1</a>');
});

test("a label cannot leave its link", () => {
  expect(menuLink('"><b', 1, "</a><a href='x'>")).toBe(
    `<a href="weixin://bizmsgmenu?msgmenucontent=%22%3E%3Cb&msgmenuid=1">/aa href='x'</a>`,
  );
});

test("a menu link needs a text and a whole number", () => {
  expect(() => menuLink("", 1)).toThrow(/^text/);
  for (const id of [-1, 1.5, Number.NaN, 2 ** 53]) expect(() => menuLink("1", id)).toThrow(/^menuId/);
});

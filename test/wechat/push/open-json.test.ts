import { expect, test } from "vitest";
import { systemRandom } from "../../../src/base/random.ts";
import { createFakeClock } from "../../../src/testing/clock.ts";
import { createSeededRandom } from "../../../src/testing/random.ts";
import { encodeReply, openPush, type PushKeys, sealReply } from "../../../src/wechat/index.ts";
import { decrypt, encrypt } from "../../../src/wechat/push/crypto.ts";
import { sign } from "../../../src/wechat/push/signature.ts";
import { official, vectorA, vectorB } from "../vectors.ts";

const keys: PushKeys = { ...official, format: "json" };
const plainKeys: PushKeys = { ...keys, mode: "plain" };
const openId = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY";
const account = "gh_97417a04a28d";
const nowMs = Number(vectorA.timestamp) * 1000;
const people = { ToUserName: account, FromUserName: openId, CreateTime: 1714112445 };
const head = JSON.stringify(people).slice(1, -1);
const encrypted = { timestamp: vectorA.timestamp, nonce: vectorA.nonce, encrypt_type: "aes" };

test("vector A opens as a JSON event in safe mode", () => {
  const body = JSON.stringify({ ToUserName: account, Encrypt: vectorA.encrypt });
  const opened = openPush(keys, { ...encrypted, msg_signature: vectorA.msgSignature }, body, nowMs);
  expect(opened).toMatchObject({
    ok: true,
    push: { toUser: account, openId, createTime: 1714112445, type: "event", event: "debug_demo" },
  });
  expect(opened.ok && opened.push.fields.debug_str).toBe("hello world");
  expect(opened.ok && opened.push.key === `d:${opened.push.fingerprint}`).toBe(true);
});

test.each([
  "1714112445.0",
  "1714112445.75",
  "1.714112445e9",
  "1.714112445e+09",
  "1.714112445E+9",
  "1714112445000",
  '"1714112445"',
  '" 1714112445"',
])("a time of %s is in seconds", (time) => {
  const push = openPlain(`{"ToUserName":"a","FromUserName":"${openId}","CreateTime":${time},"MsgType":"text"}`);
  expect(push).toMatchObject({ ok: true, push: { createTime: 1714112445 } });
});

test("a MsgId keeps every digit", () => {
  const push = openPlain(`{${head},"MsgType":"text","Content":"你好","MsgId":9223372036854775807}`);
  expect(push).toMatchObject({
    push: { content: "你好", msgId: "9223372036854775807", key: `m:${openId}:9223372036854775807` },
  });
});

test("an event with nested lists is read, with its key empty", () => {
  const list = [{ TemplateId: "t", SubscribeStatusString: "accept", PopupScene: "2" }];
  const body = JSON.stringify({ ...people, MsgType: "event", Event: "subscribe_msg_popup_event", List: list });
  expect(openPlain(body)).toMatchObject({ ok: true, push: { event: "subscribe_msg_popup_event" } });
});

test.each([
  ["a sender twice", `{${head},"MsgType":"text","FromUserName":"oVictim"}`],
  [
    "a sender that is a list",
    `{"ToUserName":"${account}","FromUserName":["${openId}"],"CreateTime":1,"MsgType":"text"}`,
  ],
  [
    "a time with a fraction",
    `{"ToUserName":"${account}","FromUserName":"${openId}","CreateTime":1.5,"MsgType":"text"}`,
  ],
  ["a time in powers", `{"ToUserName":"${account}","FromUserName":"${openId}","CreateTime":1e9,"MsgType":"text"}`],
  ["an event without a name", `{${head},"MsgType":"event"}`],
  ["an Encrypt within", `{${head},"MsgType":"text","Encrypt":"AAAA"}`],
  ["XML", `<xml><ToUserName>${account}</ToUserName></xml>`],
])("a signed push with %s is malformed, plain or encrypted", (_, body) => {
  expect(openPlain(body)).toEqual({ ok: false, reason: "malformed" });
  expect(openSafe(body)).toEqual({ ok: false, reason: "malformed" });
});

test("the format is the keys': XML keys take no JSON, in plain and in safe mode", () => {
  const body = `{${head},"MsgType":"text","Content":"a","MsgId":1}`;
  expect(openPlain(body)).toMatchObject({ ok: true });
  expect(openPlain(body, { ...plainKeys, format: "xml" })).toEqual({ ok: false, reason: "malformed" });
  expect(openSafe(body)).toMatchObject({ ok: true });
  expect(openSafe(body, { ...keys, format: "xml" })).toEqual({ ok: false, reason: "malformed" });
});

test("a plain JSON push is refused in safe mode", () => {
  const body = `{${head},"MsgType":"text","Content":"a","MsgId":1}`;
  expect(openPush(keys, { ...encrypted, msg_signature: "" }, body, nowMs)).toEqual({ ok: false, reason: "mode" });
});

test("vector B is sealed to its bytes", () => {
  const clock = createFakeClock(Number(vectorB.timestamp) * 1000);
  const sealed = sealReply(keys, vectorB.msg, {
    nonce: vectorB.nonce,
    clock,
    random: { bytes: () => Buffer.from(vectorB.random) },
  });
  expect(sealed.contentType).toBe("application/json; charset=utf-8");
  expect(JSON.parse(sealed.body)).toEqual({
    Encrypt: vectorB.encrypt,
    MsgSignature: vectorB.msgSignature,
    TimeStamp: Number(vectorB.timestamp),
    Nonce: vectorB.nonce,
  });
});

test("a reply in JSON has the same children as in XML", () => {
  const clock = createFakeClock(1_700_000_001_999);
  const push = { toUser: account, openId };
  const encode = (reply: Parameters<typeof encodeReply>[2], with_ = plainKeys) =>
    encodeReply(with_, push, reply, { nonce: "n", clock, random: createSeededRandom(1) });
  const common = { ToUserName: openId, FromUserName: account, CreateTime: 1_700_000_001 };
  const text = { ...common, MsgType: "text", Content: '"]]>\n' };
  expect(JSON.parse(encode({ type: "text", text: '"]]>\n\u0001' }).body)).toEqual(text);
  expect(JSON.parse(encode({ type: "human-service", account: "a@b" }).body)).toEqual({
    ...common,
    MsgType: "transfer_customer_service",
    TransInfo: { KfAccount: "a@b" },
  });
  expect(JSON.parse(encode({ type: "news", articles: [{ title: "t", url: "u" }] }).body)).toMatchObject({
    ArticleCount: 1,
    Articles: [{ Title: "t", Description: "", PicUrl: "", Url: "u" }],
  });
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = JSON.parse(encode({ type: "text", text: '"]]>\n' }, keys).body);
  expect(MsgSignature).toBe(sign(keys.token, String(TimeStamp), Nonce, Encrypt));
  const inside = decrypt(keys, Encrypt);
  expect(inside.ok && JSON.parse(inside.text)).toEqual(text);
  expect(encode(undefined).body).toBe("success");
});

function openPlain(body: string, with_ = plainKeys) {
  const { timestamp, nonce } = vectorA;
  return openPush(with_, { timestamp, nonce, signature: sign(keys.token, timestamp, nonce) }, body, nowMs);
}

function openSafe(plaintext: string, with_ = keys) {
  const { timestamp, nonce } = vectorA;
  const text = encrypt(keys, plaintext, systemRandom);
  const body = JSON.stringify({ ToUserName: account, Encrypt: text });
  return openPush(with_, { ...encrypted, msg_signature: sign(keys.token, timestamp, nonce, text) }, body, nowMs);
}

import { expect, test } from "vitest";
import { systemRandom } from "../../../src/base/random.ts";
import { Secret } from "../../../src/base/secret.ts";
import { openPush, type PushKeys, type PushQuery } from "../../../src/wechat/index.ts";
import { encrypt } from "../../../src/wechat/push/crypto.ts";
import * as sent from "../pushes.ts";

const { compatibleKeys, nowMs, plainKeys, safeKeys, sentAt } = sent;
const plain = sent.plainDelivery(sent.subscribe);
const safe = sent.safeDelivery(sent.subscribe);
const compatible = sent.compatibleDelivery(sent.subscribe);
const refusal = (reason: string) => ({ ok: false, reason });
const open = (keys: PushKeys, delivery: sent.Delivery) => openPush(keys, delivery.query, delivery.body, nowMs);
const modes = [
  ["plain", plainKeys, plain, "signature"],
  ["compatible", compatibleKeys, compatible, "msg_signature"],
  ["safe", safeKeys, safe, "msg_signature"],
] as const;

test.each(modes)(
  "in %s mode any character changed in signature, timestamp or nonce is refused",
  (_, keys, sound, name) => {
    expect(open(keys, sound)).toMatchObject({ ok: true });
    for (const part of [name, "timestamp", "nonce"] as const) {
      for (const value of mutations(sound.query[part] ?? "")) {
        expect(open(keys, { ...sound, query: { ...sound.query, [part]: value } })).toEqual(refusal("signature"));
      }
    }
  },
);

test.each(modes)("in %s mode a push without signature, timestamp or nonce is refused", (_, keys, sound, name) => {
  for (const part of [name, "timestamp", "nonce"] as const) {
    const { [part]: __, ...query } = sound.query;
    expect(open(keys, { ...sound, query })).toEqual(refusal("signature"));
  }
});

test.each(modes)("in %s mode another account's token is refused", (_, keys, sound) => {
  expect(open({ ...keys, token: new Secret("another") }, sound)).toEqual(refusal("signature"));
});

test("any character changed in Encrypt is refused before it is decrypted", () => {
  const encrypted = encrypt(safeKeys, sent.subscribe, systemRandom);
  const query = sent.encryptedQuery(encrypted);
  for (const changed of mutations(encrypted)) {
    expect(open(safeKeys, { query, body: sent.safeBody(changed) })).toEqual(refusal("signature"));
  }
});

test("only msg_signature counts for an encrypted push, and only signature for a plain one", () => {
  const { msg_signature: _, ...unsigned } = safe.query;
  expect(open(safeKeys, { ...safe, query: unsigned })).toEqual(refusal("signature"));
  expect(open(safeKeys, { ...safe, query: { ...safe.query, signature: "wrong" } })).toMatchObject({ ok: true });
  const { signature = "", ...query } = plain.query;
  expect(open(plainKeys, { ...plain, query: { ...query, msg_signature: signature } })).toEqual(refusal("signature"));
});

test.each([
  ["a plain push", plain],
  ["a plain push that says aes", { ...plain, query: { ...plain.query, encrypt_type: "aes" } }],
  ["an encrypted push that does not say aes", { ...safe, query: without("encrypt_type", safe.query) }],
  ["an encrypted push that says raw", { ...safe, query: { ...safe.query, encrypt_type: "raw" } }],
  ["the shown copy of a compatible push", { ...compatible, body: sent.subscribe }],
])("safe and compatible mode refuse %s", (_, delivery) => {
  expect(open(safeKeys, delivery)).toEqual(refusal("mode"));
  expect(open(compatibleKeys, delivery)).toEqual(refusal("mode"));
});

test("plain mode refuses encrypted pushes, also where their plain signature holds", () => {
  expect(open(plainKeys, safe)).toEqual(refusal("mode"));
  expect(open(plainKeys, compatible)).toEqual(refusal("mode"));
  expect(open(plainKeys, { ...compatible, query: plain.query })).toEqual(refusal("malformed"));
});

test("compatible mode reads the decrypted copy, whatever is shown beside it", () => {
  const lying = sent.compatibleDelivery(sent.text("true"), sent.text("false").replace(sent.openId, "oSomebodyElse"));
  expect(open(compatibleKeys, lying)).toMatchObject({ ok: true, push: { content: "true", openId: sent.openId } });
});

test.each([-301, 301, -86_400, 86_400])("a push signed %i s away is stale", (away) => {
  expect(open(plainKeys, sent.plainDelivery(sent.subscribe, String(sentAt + away)))).toEqual(refusal("stale"));
  expect(open(safeKeys, sent.safeDelivery(sent.subscribe, String(sentAt + away)))).toEqual(refusal("stale"));
});

test.each([-300, 300])("a push signed %i s away is not", (away) => {
  expect(open(plainKeys, sent.plainDelivery(sent.subscribe, String(sentAt + away)))).toMatchObject({ ok: true });
});

test.each(["", "now", "1e9", " 1700000000", "1700000000.0", "-1", "0x6553f100", "9".repeat(400)])(
  "a signed timestamp of %j is refused",
  (timestamp) => expect(open(plainKeys, sent.plainDelivery(sent.subscribe, timestamp))).toEqual(refusal("stale")),
);

test("a push with another appid inside is refused, in the full cross product of accounts", () => {
  const accounts = ["wxb11529c136998cb6", "wx0000000000000001", "wx0000000000000002"].map((appid) => ({
    ...safeKeys,
    appid,
  }));
  for (const from of accounts) {
    const encrypted = encrypt(from, sent.subscribe, systemRandom);
    const delivery = { query: sent.encryptedQuery(encrypted), body: sent.safeBody(encrypted) };
    for (const to of accounts) {
      expect(open(to, delivery)).toMatchObject(from === to ? { ok: true } : refusal("appid"));
    }
  }
});

test("signed rubbish in Encrypt is refused", () => {
  for (const rubbish of ["", "AAAA", "not base64", "A".repeat(64), encrypt(safeKeys, "x", systemRandom).slice(24)]) {
    const delivery = { query: sent.encryptedQuery(rubbish), body: sent.safeBody(rubbish) };
    expect(open(safeKeys, delivery)).toEqual(refusal("encryption"));
  }
});

test.each([
  ["nothing", ""],
  ["JSON", '{"FromUserName":"o"}'],
  ["no sender", sent.subscribe.replace(/<From.*\n/, "")],
  ["an empty sender", sent.subscribe.replace(sent.openId, "")],
  ["a sender with a colon", sent.subscribe.replace(sent.openId, "o:1")],
  ["no account", sent.subscribe.replace(/<To.*<\/ToUserName>\n/, "")],
  ["no time", sent.subscribe.replace(/<CreateTime.*\n/, "")],
  ["a time that is none", sent.subscribe.replace(`>${sentAt}<`, "><![CDATA[soon]]><")],
  ["no type", sent.subscribe.replace(/<MsgType.*\n/, "")],
  ["an event without a name", sent.subscribe.replace(/<Event>.*\n/, "")],
  ["a doubled sender", sent.subscribe.replace(/(<From.*\n)/, "$1$1")],
  ["a nested EventKey", sent.subscribe.replace(/(<EventKey.*)\n/, "<a>$1</a>")],
  ["a DTD", `<!DOCTYPE xml>${sent.subscribe}`],
  ["an entity", sent.subscribe.replace("<![CDATA[]]>", "&lt;")],
  ["an Encrypt within", sent.subscribe.replace("</xml>", "<Encrypt>AAAA</Encrypt></xml>")],
])("a signed push with %s is malformed, plain or encrypted", (_, plaintext) => {
  expect(open(plainKeys, sent.plainDelivery(plaintext))).toEqual(refusal("malformed"));
  expect(open(safeKeys, sent.safeDelivery(plaintext))).toEqual(refusal("malformed"));
});

test("an encrypted push cut off anywhere is malformed", () => {
  for (let length = 0; length < safe.body.trimEnd().length; length++) {
    expect(open(safeKeys, { ...safe, body: safe.body.slice(0, length) })).toEqual(refusal("malformed"));
  }
});

test("a second Encrypt is malformed", () => {
  const body = safe.body.replace("</xml>", "<Encrypt>AAAA</Encrypt></xml>");
  expect(open(safeKeys, { ...safe, body })).toEqual(refusal("malformed"));
});

function* mutations(value: string): Generator<string> {
  for (let at = 0; at < value.length; at++) {
    for (const bit of [1, 2, 32]) {
      const changed = String.fromCharCode(value.charCodeAt(at) ^ bit);
      if (!"<>&]".includes(changed)) yield value.slice(0, at) + changed + value.slice(at + 1);
    }
    yield value.slice(0, at) + value.slice(at + 1);
  }
}

function without(name: keyof PushQuery, { [name]: _, ...rest }: PushQuery): PushQuery {
  return rest;
}

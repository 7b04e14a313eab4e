import { expect, test } from "vitest";
import { createSeededRandom } from "../../../src/testing/index.ts";
import { openReply, type PushKeys, Secret, sealReply } from "../../../src/wechat/index.ts";

const keysFor = (mode: PushKeys["mode"], changes: Partial<PushKeys> = {}): PushKeys => ({
  appid: "wx0123456789abcdef",
  token: new Secret("teahouse2026"),
  aesKey: new Secret("kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv"),
  mode,
  ...changes,
});
const clock = { now: () => 1_700_000_000_000, after: () => () => {} };
const seal = (keys: PushKeys, text: string) =>
  sealReply(keys, text, { nonce: "n", clock, random: createSeededRandom("reply") }).body;

const xml = "<xml>\n<MsgType>text</MsgType><Content>a &amp; b</Content></xml>";

test.each(["plain", "compatible", "safe"] as const)(
  "in %s mode, a sealed reply is opened as it was written",
  (mode) => {
    const keys = keysFor(mode);
    expect(openReply(keys, seal(keys, xml))).toEqual({ ok: true, plaintext: xml });
    for (const nothing of ["", " \n", "success", " success\n"]) expect(openReply(keys, nothing)).toEqual({ ok: true });
  },
);

test("an XML declaration and a byte order mark say nothing", () => {
  for (const before of ["\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\n'])
    expect(openReply(keysFor("plain"), before + xml)).toMatchObject({ ok: true });
});

test("compatible mode takes either; safe mode takes no plain reply", () => {
  expect(openReply(keysFor("compatible"), xml)).toEqual({ ok: true, plaintext: xml });
  expect(openReply(keysFor("safe"), xml)).toEqual({ ok: false, reason: "unencrypted" });
});

test.each<[string, Partial<PushKeys>, string]>([
  ["another Token", { token: new Secret("another2026") }, "signature"],
  ["another key", { aesKey: new Secret("AQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv") }, "encryption"],
  ["another appid", { appid: "wxfedcba9876543210" }, "appid"],
])("a reply that was sealed with %s is refused", (_what, changes, reason) => {
  expect(openReply(keysFor("safe"), seal(keysFor("safe", changes), xml))).toEqual({ ok: false, reason });
});

test.each(["<html></html>", "<xml><a>1</a></xml>", "hello", "<xml><MsgType>text</MsgType>", "[]", "{"])(
  "%s is no reply",
  (body) => {
    expect(openReply(keysFor("plain"), body)).toEqual({ ok: false, reason: "malformed" });
    expect(openReply(keysFor("plain", { format: "json" }), body)).toEqual({ ok: false, reason: "malformed" });
  },
);

test("a mini-program's event may be answered with JSON of its own fields", () => {
  const json = '{"ErrCode":0}';
  const keys = keysFor("safe", { format: "json" });
  expect(openReply(keys, seal(keys, json))).toEqual({ ok: true, plaintext: json });
});

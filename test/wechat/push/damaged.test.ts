import { isUtf8 } from "node:buffer";
import { expect, test } from "vitest";
import { openDamagedPush, openPush, type PushKeys } from "../../../src/wechat/index.ts";
import * as sent from "../pushes.ts";

const { account, nowMs, openId, plainKeys, sentAt } = sent;
const json: PushKeys = { ...plainKeys, format: "json" };
const head = `"ToUserName":"${account}","FromUserName":"${openId}","CreateTime":${sentAt}`;

function open(keys: PushKeys, body: string | Uint8Array) {
  const { query } = sent.plainDelivery("");
  const bytes = Buffer.from(body as string);
  if (isUtf8(bytes)) expect(openPush(keys, query, bytes.toString(), nowMs)).toMatchObject({ ok: false });
  return openDamagedPush(keys, query, bytes, nowMs)?.push;
}

test.each([
  ["an escaped NUL", '"Content":"a\\u0000b"', "a"],
  ["NUL", '"Content":"a\0b"', "a"],
  ["an escape that is none", '"Content":"a\\n\\xb"', "a\n"],
  ["quotes unescaped", '"Content":"a"b"', "a"],
])("JSON with %s is read as far as it goes", (_, content, before) => {
  const push = open(json, `{${head},"MsgType":"text",${content},"MsgId":7}`);
  expect(push).toMatchObject({ damaged: true, openId, type: "text", content: before });
  expect(push).not.toHaveProperty("msgId");
});

test("JSON with half a character is read as far as it goes", () => {
  const [begin, end] = [`{${head},"MsgType":"text","Content":"你`, '","MsgId":7}'];
  const push = open(json, Buffer.concat([Buffer.from(begin), Buffer.of(0xe4, 0xbd), Buffer.from(end)]));
  expect(push).toMatchObject({ damaged: true, content: "你" });
});

test("a U+FFFD that a person typed is no damage", () => {
  const xml = sent.text("a\ufffdb{half}");
  const [begin = "", end = ""] = xml.split("{half}");
  const push = open(plainKeys, Buffer.concat([Buffer.from(begin), Buffer.of(0xe4), Buffer.from(end)]));
  expect(push).toMatchObject({ damaged: true, content: "a\ufffdb" });
});

test("a damaged push has a key of its own, and each of its deliveries has the same", () => {
  const [one, again, other] = [sent.text("a]]>b"), sent.text("a]]>b"), sent.text("a]]>c")].map((xml) =>
    open(plainKeys, xml),
  );
  expect(one?.key).toMatch(/^d:/);
  expect(again?.key).toBe(one?.key);
  expect(other?.key).not.toBe(one?.key);
});

test("a push with damaged sender, time or type is refused", () => {
  for (const xml of ["", "<xml>\0</xml>", sent.subscribe.replace(/(<From.*\n)/, "$1$1"), sent.subscribe.slice(0, -9)])
    expect(open(plainKeys, xml)).toBeUndefined();
});

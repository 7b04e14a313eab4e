import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { Secret } from "../../base/secret.ts";
import { decrypt, encrypt } from "../../wechat/push/crypto.ts";
import { sign } from "../../wechat/push/signature.ts";
import { type Children, write } from "../../wechat/push/write.ts";
import type { TestSource } from "./options.ts";

/** Where a push goes, and as what. */
export interface PushCall {
  readonly path: string;
  readonly body: string;
}

/** Writes a push of a person's to one account, signed and encrypted as its console is set. */
export function writePush(source: TestSource, fields: Children, clock: Clock, random: Random): PushCall {
  const { appid, mode = "safe" } = source;
  const token = new Secret(source.token ?? "");
  const timestamp = String(Math.floor(clock.now() / 1000));
  const nonce = Buffer.from(random.bytes(8)).toString("hex");
  const message = [["ToUserName", originalId], ...fields, ["CreateTime", Number(timestamp)]] as const;
  const query = new URLSearchParams({ signature: sign(token, timestamp, nonce), timestamp, nonce });
  const path = `/wechat/${appid}/push`;
  if (mode === "plain") return { path: `${path}?${query}`, body: write(message) };
  const keys = { appid, ...(source.aesKey ? { aesKey: new Secret(source.aesKey) } : {}) };
  const encrypted = encrypt(keys, write(message), random);
  query.set("encrypt_type", "aes");
  query.set("msg_signature", sign(token, timestamp, nonce, encrypted));
  const open = mode === "compatible" ? message : [["ToUserName", originalId] as const];
  return { path: `${path}?${query}`, body: write([...open, ["Encrypt", encrypted]]) };
}

/** The pairing code that the reply to a push tells the person; undefined where it tells none. */
export function pairingCodeIn(source: TestSource, reply: string): string | undefined {
  const { appid, mode = "safe" } = source;
  const keys = { appid, ...(source.aesKey ? { aesKey: new Secret(source.aesKey) } : {}) };
  const encrypted = /<Encrypt><!\[CDATA\[([^\]]+)/.exec(reply)?.[1];
  const opened = mode === "plain" || encrypted === undefined ? undefined : decrypt(keys, encrypted);
  const text = opened === undefined ? reply : opened.ok ? opened.text : "";
  const content = /<Content><!\[CDATA\[([\s\S]*?)\]\]>/.exec(text)?.[1];
  return /(?<!\d)\d{6}(?!\d)/.exec(content ?? "")?.[0];
}

const originalId = "gh_000000000000";

/** Scanning a QR and following the account by it. */
export const follow = (openId: string, scene: string): Children => [
  ["FromUserName", openId],
  ["MsgType", "event"],
  ["Event", "subscribe"],
  ["EventKey", `qrscene_${scene}`],
  ["Ticket", `ticket-${scene}`],
];

/** Writing something in the chat. */
export const say = (openId: string, text: string, random: Random): Children => [
  ["FromUserName", openId],
  ["MsgType", "text"],
  ["Content", text],
  ["MsgId", String(Buffer.from(random.bytes(6)).readUIntBE(0, 6))],
];

import { encrypt } from "../../src/simulator/push/crypto.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import type { PushQuery } from "../../src/wechat/index.ts";

export type Mode = "plain" | "compatible" | "safe";

export interface Account {
  readonly appid: string;
  readonly token: string;
  readonly aesKey: string;
  readonly originalId: string;
}

export interface Sealed {
  readonly query: Readonly<PushQuery>;
  readonly body: Uint8Array;
}

/** Signs and encrypts a text as WeChat does, by the simulator's code: nothing of the side that opens it. */
export function seal(account: Account, mode: Mode, plaintext: string, timestamp: string, nonce: string): Sealed {
  const { appid, token, aesKey, originalId } = account;
  const signature = sign(token, timestamp, nonce);
  if (mode === "plain") return { query: { signature, timestamp, nonce }, body: Buffer.from(plaintext) };
  const encrypted = encrypt(aesKey, appid, "0123456789abcdef", plaintext);
  const shown = mode === "safe" ? `<ToUserName><![CDATA[${originalId}]]></ToUserName>` : insideOf(plaintext);
  const query = {
    signature,
    timestamp,
    nonce,
    encrypt_type: "aes",
    msg_signature: sign(token, timestamp, nonce, encrypted),
  };
  return { query, body: Buffer.from(`<xml>\n${shown}<Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>`) };
}

/** What compatible mode shows beside the encrypted copy: the same, where it is of that shape. */
const insideOf = (plaintext: string): string => /^<xml>([\s\S]*)<\/xml>\s*$/.exec(plaintext)?.[1] ?? "";

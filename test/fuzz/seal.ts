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
export function seal(
  account: Account,
  mode: Mode,
  plaintext: string | Uint8Array,
  timestamp: string,
  nonce: string,
): Sealed {
  const { appid, token, aesKey, originalId } = account;
  const signature = sign(token, timestamp, nonce);
  if (mode === "plain") return { query: { signature, timestamp, nonce }, body: Buffer.from(plaintext) };
  const encrypted = encrypt(aesKey, appid, "0123456789abcdef", plaintext);
  const shown = Buffer.from(
    mode === "safe" ? `<ToUserName><![CDATA[${originalId}]]></ToUserName>` : insideOf(plaintext),
    "latin1",
  );
  const query = {
    signature,
    timestamp,
    nonce,
    encrypt_type: "aes",
    msg_signature: sign(token, timestamp, nonce, encrypted),
  };
  const rest = `<Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>`;
  return { query, body: Buffer.concat([Buffer.from("<xml>\n"), shown, Buffer.from(rest)]) };
}

/** What compatible mode shows beside the encrypted copy: the same bytes, as Latin-1, where it is of that shape. */
const insideOf = (plaintext: string | Uint8Array): string =>
  /^<xml>([\s\S]*)<\/xml>\s*$/.exec(Buffer.from(plaintext as string).toString("latin1"))?.[1] ?? "";

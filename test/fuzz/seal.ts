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

/** Signs and encrypts a text as WeChat does. It uses the simulator's code, which shares nothing with `openPush`. */
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

/** The plaintext copy of compatible mode: the content of the root element as Latin-1; "" if there is none. */
const insideOf = (plaintext: string | Uint8Array): string =>
  /^<xml>([\s\S]*)<\/xml>\s*$/.exec(Buffer.from(plaintext as string).toString("latin1"))?.[1] ?? "";

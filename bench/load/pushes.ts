import type { Random } from "../../src/base/random.ts";
import { encrypt } from "../../src/wechat/push/crypto.ts";
import { sign } from "../../src/wechat/push/signature.ts";
import { account, aesKey, type Mode, token } from "../account.ts";

/**
 * Scans of attempts `from` to `from + count`, each by a different person, or texts of these people that are no sign-in.
 */
export interface Scans {
  readonly mode: Mode;
  readonly kind?: "scan" | "text";
  readonly from: number;
  readonly count: number;
}

/** The scene of the attempt with this number. */
export const sceneOf = (index: number): string => index.toString(36).padStart(22, "0");

export const openIdOf = (index: number): string => `o${index.toString(36).padStart(27, "0")}`;

const cheapRandom: Random = { bytes: (length) => new Uint8Array(length).map(() => Math.random() * 256) };

/** The HTTP requests of the scans, as WeChat would send them now. */
export function scanRequests({ mode, kind = "scan", from, count }: Scans): Buffer[] {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return Array.from({ length: count }, (_, n) => pushRequest({ mode, kind }, from + n, timestamp));
}

function pushRequest({ mode, kind }: Pick<Scans, "mode" | "kind">, index: number, timestamp: string): Buffer {
  const { appid } = account;
  const [openId, nonce] = [openIdOf(index), String(1_000_000_000 + index)];
  const message = kind === "text" ? text(openId, index, timestamp) : scan(openId, sceneOf(index), timestamp);
  const signed = `signature=${sign(token, timestamp, nonce)}&timestamp=${timestamp}&nonce=${nonce}&openid=${openId}`;
  if (mode === "plain") return post(`/wechat/${appid}/push?${signed}`, message);
  const encrypted = encrypt({ appid, aesKey }, message, cheapRandom);
  const query = `${signed}&encrypt_type=aes&msg_signature=${sign(token, timestamp, nonce, encrypted)}`;
  const toUser = "<ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>";
  return post(`/wechat/${appid}/push?${query}`, `<xml>${toUser}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);
}

const scan = (openId: string, scene: string, createTime: string): string =>
  `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>
<FromUserName><![CDATA[${openId}]]></FromUserName>
<CreateTime>${createTime}</CreateTime>
<MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[SCAN]]></Event>
<EventKey><![CDATA[${scene}]]></EventKey>
<Ticket><![CDATA[gQE48DwAAAAAAAAAAS5odHRwOi8vd2VpeGluLnFxLmNvbS9xLzAyMEhUX0ZPbWRmLWsxY0Z4TDFBMUcAAgQ]]></Ticket>
</xml>`;

const text = (openId: string, index: number, createTime: string): string =>
  `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>
<FromUserName><![CDATA[${openId}]]></FromUserName>
<CreateTime>${createTime}</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[你好，请问今天几点开门？]]></Content>
<MsgId>${23_000_000_000_000_000n + BigInt(index)}</MsgId>
</xml>`;

const post = (path: string, body: string): Buffer =>
  request("POST", path, { "User-Agent": "Mozilla/4.0", Accept: "*/*", "Content-Type": "text/xml" }, body);

/** An HTTP request for a persistent connection. */
export function request(method: string, path: string, headers: Readonly<Record<string, string>>, body = ""): Buffer {
  const lines = Object.entries({ Host: "login.saoma.test", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const length = method === "GET" ? "" : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}${length}\r\n${body}`);
}

import { systemRandom } from "../../src/base/random.ts";
import { encrypt } from "../../src/wechat/push/crypto.ts";
import { sign } from "../../src/wechat/push/signature.ts";
import { account, aesKey, token } from "../account.ts";
import type { Client } from "../load/client.ts";
import { openIdOf } from "../load/pushes.ts";

let pushed = 0;

/** Sends the push of a person's action in safe mode, as WeChat does, and returns the text of the reply. */
async function push(client: Client, person: number, fields: Readonly<Record<string, string>>): Promise<string> {
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), String(1_000_000_000 + pushed++)];
  const common = { ToUserName: "gh_0123456789ab", FromUserName: openIdOf(person), CreateTime: timestamp };
  const encrypted = encrypt({ appid: account.appid, aesKey }, xml({ ...common, ...fields }), systemRandom);
  const query = new URLSearchParams({
    signature: sign(token, timestamp, nonce),
    timestamp,
    nonce,
    openid: openIdOf(person),
    encrypt_type: "aes",
    msg_signature: sign(token, timestamp, nonce, encrypted),
  });
  const path = `/wechat/${account.appid}/push?${query}`;
  const headers = { "Content-Type": "text/xml" };
  const body = xml({ ToUserName: common.ToUserName, Encrypt: encrypted });
  return (await client.call({ method: "POST", path, headers, body })).body;
}

/** Scans the QR of this scene, as a follower of the account. */
export const scan = (client: Client, person: number, scene: string): Promise<string> =>
  push(client, person, { MsgType: "event", Event: "SCAN", EventKey: scene, Ticket: "gQE48DwAAAAAAAAAAS5odHRwOi8v" });

/** Sends a text, or taps a link in the chat that sends one. */
export const say = (client: Client, person: number, text: string, menuId?: string): Promise<string> =>
  push(client, person, {
    MsgType: "text",
    Content: text,
    MsgId: String(23_000_000_000_000_000n + BigInt(pushed)),
    ...(menuId === undefined ? {} : { bizmsgmenuid: menuId }),
  });

const xml = (fields: Readonly<Record<string, string>>): string =>
  `<xml>${Object.entries(fields)
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
    .join("")}</xml>`;

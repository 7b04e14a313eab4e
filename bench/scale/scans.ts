import { encrypt } from "../../src/wechat/push/crypto.ts";
import { sign } from "../../src/wechat/push/signature.ts";
import { account, aesKey, origin, token } from "../account.ts";
import { openIdOf, sceneOf } from "./names.ts";

/** The push for a scan of the attempt with this index, in safe mode; each attempt has a different person. */
export function scanRequest(index: number): Request {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const message = `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>
<FromUserName><![CDATA[${openIdOf(index)}]]></FromUserName>
<CreateTime>${timestamp}</CreateTime>
<MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[SCAN]]></Event>
<EventKey><![CDATA[${sceneOf(index)}]]></EventKey>
<Ticket><![CDATA[gQE48DwAAAAAAAAAAS5odHRwOi8vd2VpeGluLnFxLmNvbS9xLzAy]]></Ticket>
</xml>`;
  const random = { bytes: (length: number) => new Uint8Array(length).map(() => Math.random() * 256) };
  const encrypted = encrypt({ appid: account.appid, aesKey }, message, random);
  const nonce = String(1_000_000_000 + index);
  const query = new URLSearchParams({
    timestamp,
    nonce,
    encrypt_type: "aes",
    msg_signature: sign(token, timestamp, nonce, encrypted),
  });
  const body = `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return new Request(`${origin}/wechat/${account.appid}/push?${query}`, {
    method: "POST",
    headers: { "Content-Type": "text/xml" },
    body,
  });
}

// Pushes that WeChat sends to the instances of a cluster.
import { systemRandom } from "../../src/base/random.ts";
import { type Account, seal } from "../fuzz/seal.ts";

/** A signed push as a request, which is the same for every instance. */
export interface WirePush {
  readonly path: string;
  readonly body: string;
}

export const scanOf = (account: Account, scene: string, person: string): WirePush =>
  pushOf(account, person, { MsgType: "event", Event: "SCAN", EventKey: scene, Ticket: "ticket" });

export const textOf = (account: Account, text: string, person: string): WirePush =>
  pushOf(account, person, { MsgType: "text", Content: text, MsgId: String(Date.now()) + String(messages++) });

let messages = 100;

function pushOf(account: Account, person: string, more: Readonly<Record<string, string>>): WirePush {
  const timestamp = String(Math.floor(Date.now() / 1000));
  // A nonce is valid for one push.
  const nonce = Buffer.from(systemRandom.bytes(8)).toString("hex");
  const fields = { ToUserName: account.originalId, FromUserName: person, CreateTime: timestamp, ...more };
  const xml = Object.entries(fields).map(([name, text]) =>
    name === "CreateTime" || name === "MsgId" ? `<${name}>${text}</${name}>` : `<${name}><![CDATA[${text}]]></${name}>`,
  );
  const { query, body } = seal(account, "plain", `<xml>${xml.join("")}</xml>`, timestamp, nonce);
  return {
    path: `/wechat/${account.appid}/push?${new URLSearchParams({ ...query })}`,
    body: Buffer.from(body).toString(),
  };
}

import { decrypt } from "../../src/simulator/push/crypto.ts";
import { type Mode, seal } from "../fuzz/seal.ts";
import { origin, type Stage } from "./stage.ts";

export interface PushAnswer {
  readonly status: number;
  /** The decrypted response: `success`, or the XML of a reply. */
  readonly said: string;
}

interface SealedPush {
  readonly appid?: string;
  readonly mode?: Mode;
  readonly nonce?: string;
  /** Default: XML. */
  readonly format?: "json";
  /** Default: the account's token. */
  readonly token?: string;
}

/** Sends any push, even one that the simulator would not send, signed and encrypted with an account's keys. */
export async function sendSealed(
  stage: Stage,
  plaintext: string | Uint8Array,
  how: SealedPush = {},
): Promise<PushAnswer> {
  const { appid = stage.appid, mode = "safe", nonce = "1514711492" } = how;
  const account = stage.simulator.world().accounts.find((one) => one.appid === appid);
  if (!account) throw new Error(`there is no account ${appid}`);
  const { token = account.token } = how;
  const timestamp = String(Math.floor(stage.clock.now() / 1000));
  const { query, body } = (how.format === "json" ? sealJson : seal)(
    { ...account, token },
    mode,
    plaintext,
    timestamp,
    nonce,
  );
  const url = `${origin}/wechat/${appid}/push?${new URLSearchParams({ ...query })}`;
  const response = await stage.saoma.fetch(new Request(url, { method: "POST", body: Buffer.from(body) }));
  const text = await response.text();
  const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(text)?.[1];
  return { status: response.status, said: encrypted ? decrypt(account.aesKey, appid, encrypted) : text };
}

/** As `seal`, with the envelope in JSON. */
const sealJson: typeof seal = (account, mode, plaintext, timestamp, nonce) => {
  const { query, body } = seal(account, mode, plaintext, timestamp, nonce);
  const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(Buffer.from(body).toString())?.[1];
  return encrypted === undefined
    ? { query, body }
    : { query, body: Buffer.from(JSON.stringify({ ToUserName: account.originalId, Encrypt: encrypted })) };
};

/** The XML of a push from this sender, created now. `special` follows the type. */
export function pushXml(stage: Stage, sender: string, type: string, special: string): string {
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  const people = `<ToUserName><![CDATA[${account?.originalId}]]></ToUserName>\n<FromUserName><![CDATA[${sender}]]></FromUserName>\n`;
  const seconds = Math.floor(stage.clock.now() / 1000);
  return `<xml>${people}<CreateTime>${seconds}</CreateTime>\n<MsgType><![CDATA[${type}]]></MsgType>\n${special}</xml>`;
}

/** The XML of an event. Fields are written as CDATA. */
export const eventXml = (stage: Stage, sender: string, event: string, fields: Record<string, string> = {}): string =>
  pushXml(stage, sender, "event", elements({ Event: event, ...fields }));

const elements = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>\n`)
    .join("");

/** A person's openId at the stage's account. */
export function openIdOf(stage: Stage, name: string): string {
  const openId = stage.simulator.world().people.find((person) => person.name === name)?.openIds[stage.appid];
  if (!openId) throw new Error(`there is no person ${name}`);
  return openId;
}

/** Sends a text of this person, encrypted with an account's keys. */
export const sendText = (
  stage: Stage,
  name: string,
  text: string,
  { nonce = "1", msgId = "7" } = {},
): Promise<PushAnswer> =>
  sendSealed(
    stage,
    pushXml(stage, openIdOf(stage, name), "text", `<Content><![CDATA[${text}]]></Content><MsgId>${msgId}</MsgId>`),
    { nonce },
  );

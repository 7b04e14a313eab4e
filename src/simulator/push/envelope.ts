import { type Random, randomInt } from "../../base/random.ts";
import type { Account } from "../world/accounts.ts";
import { type Check, checkSha1 } from "./check.ts";
import { encrypt } from "./crypto.ts";
import { type Field, jsonLayout, outerLayout, plainLayout } from "./layout.ts";
import type { Push } from "./push.ts";

/** One delivery of a push, ready to be sent. */
export interface Envelope {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The plaintext of the encrypted part; absent in plain mode. */
  bodyPlain?: string;
  nonce: string;
  /** Its signatures, computed step by step. */
  checks: Check[];
}

/** Signs (and, by the account's mode, encrypts) a push for one delivery at `seconds`, Unix time. */
export function seal(push: Push, seconds: number, random: Random): Envelope {
  const { account, openId } = push;
  const { token } = account;
  const timestamp = String(seconds);
  const nonce = nonceFrom(random);
  const signature = checkSha1("signature", { token, timestamp, nonce });
  const query: Record<string, string> = { signature: signature.expected, timestamp, nonce, openid: openId };
  const checks = [signature];
  const plain = layout(account, push.fields);
  let body = plain;
  if (account.mode !== "plain") {
    const encrypted = encrypt(account.aesKey, account.appid, Buffer.from(random.bytes(8)).toString("hex"), plain);
    const outer = checkSha1("msg_signature", { token, timestamp, nonce, Encrypt: encrypted });
    checks.push(outer);
    query.encrypt_type = "aes";
    query.msg_signature = outer.expected;
    const fields: Field[] = [...visible(account, push.fields), ["Encrypt", encrypted]];
    body = account.format === "json" ? jsonLayout(fields) : outerLayout(fields);
  }
  return {
    url: withQuery(account.pushUrl ?? "", query),
    headers: headersOf(account, body),
    body,
    ...(account.mode === "plain" ? {} : { bodyPlain: plain }),
    nonce,
    checks,
  };
}

const layout = ({ format }: Account, fields: readonly Field[]): string =>
  format === "json" ? jsonLayout(fields) : plainLayout(fields);

/** The fields beside `Encrypt`: all of them in compatible mode, only the recipient in safe mode. */
const visible = (account: Account, fields: readonly Field[]): readonly Field[] =>
  account.mode === "compatible" ? fields : fields.slice(0, 1);

/** A nonce of 8 to 10 digits. */
export const nonceFrom = (random: Random): string => String(10_000_000 + randomInt(random, 2_000_000_000));

/** Adds parameters to a server URL, which may have a query of its own. */
export function withQuery(url: string, query: Record<string, string>): string {
  return `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(query)}`;
}

/** The headers of all requests of WeChat's push servers. */
export const commonHeaders = { "user-agent": "Mozilla/4.0", accept: "*/*", pragma: "no-cache", connection: "close" };

const headersOf = ({ format }: Account, body: string): Record<string, string> => ({
  ...commonHeaders,
  "content-type": format === "json" ? "application/json" : "text/xml",
  "content-length": String(Buffer.byteLength(body)),
});

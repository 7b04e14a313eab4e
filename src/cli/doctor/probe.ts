// Sends probes to the server URL, signed as WeChat would.
import type { Clock } from "../../base/clock.ts";
import { type Random, randomInt } from "../../base/random.ts";
import { type ProbeReport, probeEvent } from "../../http/push-probe.ts";
import type { SourceConfig } from "../../server/config/config.ts";
import type { PushKeys } from "../../wechat/index.ts";
import { decrypt, encrypt } from "../../wechat/push/crypto.ts";
import { parseBody } from "../../wechat/push/message.ts";
import { sign } from "../../wechat/push/signature.ts";
import { write } from "../../wechat/push/write.ts";

/** The clock and randomness for signing requests as WeChat does. */
export interface Signer {
  readonly clock: Clock;
  readonly random: Random;
}

/** The keys of a source's pushes. */
export const keysOf = ({ appid, token, aesKey, mode, format }: SourceConfig): PushKeys => ({
  appid,
  token,
  mode,
  ...(aesKey ? { aesKey } : {}),
  ...(format ? { format } : {}),
});

/** The console's check of a server URL: its query, and the `echostr` that must come back. */
export function echoQuery({ token }: PushKeys, { clock, random }: Signer): { query: string; echostr: string } {
  const { timestamp, nonce } = stamp({ clock, random });
  const echostr = `${1 + randomInt(random, 9)}${digits(random, 9)}${digits(random, 9)}`;
  const signature = sign(token, timestamp, nonce);
  return { query: String(new URLSearchParams({ signature, echostr, timestamp, nonce })), echostr };
}

/** A push without effect, signed and encrypted as the mode requires. */
export function probePush(keys: PushKeys, signer: Signer): { query: string; body: string } {
  const { timestamp, nonce } = stamp(signer);
  const plain = write(
    [
      ["ToUserName", "gh_doctor"],
      ["FromUserName", "saoma_doctor"],
      ["CreateTime", Number(timestamp)],
      ["MsgType", "event"],
      ["Event", probeEvent],
    ],
    keys.format,
  );
  const signature = sign(keys.token, timestamp, nonce);
  if (keys.mode === "plain")
    return { query: String(new URLSearchParams({ signature, timestamp, nonce })), body: plain };
  const encrypted = encrypt(keys, plain, signer.random);
  const msg_signature = sign(keys.token, timestamp, nonce, encrypted);
  const query = new URLSearchParams({ signature, timestamp, nonce, encrypt_type: "aes", msg_signature });
  const body = write(
    [
      ["ToUserName", "gh_doctor"],
      ["Encrypt", encrypted],
    ],
    keys.format,
  );
  return { query: String(query), body };
}

/** The report in a reply to a probe; undefined if the reply is not a report. */
export function readReport(keys: PushKeys, body: string): ProbeReport | undefined {
  const outer = parseBody(body, keys.format);
  const opened = outer?.Encrypt === undefined ? undefined : decrypt(keys, outer.Encrypt);
  if (keys.mode !== "plain" && !opened?.ok) return undefined;
  const inner = opened?.ok ? parseBody(opened.text, keys.format) : outer;
  try {
    return inner?.Content === undefined ? undefined : (JSON.parse(inner.Content) as ProbeReport);
  } catch {
    return undefined;
  }
}

const stamp = ({ clock, random }: Signer) => ({
  timestamp: String(Math.floor(clock.now() / 1000)),
  nonce: digits(random, 9),
});

const digits = (random: Random, count: number): string => String(randomInt(random, 10 ** count)).padStart(count, "0");

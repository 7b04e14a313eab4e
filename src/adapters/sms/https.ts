import { createHmac } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { Secret } from "../../base/secret.ts";
import { SmsFailed, type SmsFailure, type SmsSender } from "../../ports/sms.ts";
import type { Post } from "../outgoing/post.ts";

export interface HttpsSenderOptions {
  readonly url: string;
  /** The secret shared with the receiver, which checks the signature with it. */
  readonly secret: Secret;
  readonly clock: Clock;
  readonly post: Post;
}

/**
 * A server of the operator's own that sends SMS. It receives a POST of `{"to", "code"?, "minutes"?, "site", "language",
 * "template"?}` as JSON; a notice has no code and no minutes. The headers are `Idempotency-Key`, the same for each try
 * of a message, and `Saoma-Signature: t=<Unix seconds>,v1=<hex>`: HMAC-SHA-256 of the time, a dot and the body, keyed
 * with the secret. Any 2xx means that the message was accepted, 422 that the number cannot receive SMS.
 */
export function createHttpsSender({ url, secret, clock, post }: HttpsSenderOptions): SmsSender {
  const target = new URL(url);
  return {
    async send({ id, ...message }) {
      const body = JSON.stringify(message);
      const at = Math.floor(clock.now() / 1000);
      const signature = createHmac("sha256", secret.reveal()).update(`${at}.${body}`).digest("hex");
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "idempotency-key": id,
        "saoma-signature": `t=${at},v1=${signature}`,
      };
      const status = await post(target, headers, body).catch((cause: unknown) => {
        throw new SmsFailed("away", "the SMS server did not respond", { cause });
      });
      if (status < 200 || status > 299) throw new SmsFailed(failureOf(status), `the SMS server answered ${status}`);
    },
  };
}

function failureOf(status: number): SmsFailure {
  if (status === 422) return "number";
  if (status === 429) return "busy";
  return status >= 500 ? "away" : "setup";
}

import { hmacSha256 } from "../../base/bytes.ts";
import { networkOf } from "../../base/ip-network.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import { countedAs, rangeOf } from "../../domain/phone.ts";
import type { Limit } from "../../ports/limits.ts";
import type { LoginContext, Sms } from "../context.ts";

/** The limit of SMS in one attempt, which waits for ten minutes. */
const perAttempt: Limit = { times: 5, per: 3_600_000 };

/**
 * Counts an SMS before it is reserved, whatever the outcome. Concurrent requests for the next SMS of an attempt reserve
 * one and count as one. The narrow limits come first, so that a request they refuse does not use up the wide ones.
 */
export async function limitSms(
  { failureLimiter, key }: LoginContext,
  { limits }: Sms,
  { id, appid, openId = "", smsAt = 0 }: Attempt,
  { phone: full, country }: { readonly phone: string; readonly country: string },
  address: string | undefined,
): Promise<void> {
  const phone = countedAs(full, country);
  const counts: [key: string, limit: Limit][] = [
    [`attempt ${id}`, perAttempt],
    [`person ${appid} ${openId}`, limits.perPerson],
    [`address ${networkOf(address)}`, limits.perAddress],
    [`phone ${phone}`, limits.perPhone],
    [`phone-day ${phone}`, limits.perPhoneLong],
    [`range ${rangeOf(phone)}`, limits.perRange],
  ];
  for (const [what, limit] of counts) {
    const hit = await failureLimiter.hitOnce(
      `sms:${hmacSha256(key.reveal(), "sms-limit", what)}`,
      `${id} ${smsAt}`,
      limit,
    );
    if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
  }
}

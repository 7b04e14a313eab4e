// Checks the code of an SMS, with a limited number of tries.
import { equalInConstantTime } from "../../base/bytes.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { pairingOf } from "../../domain/pairing.ts";
import { readPhone } from "../../domain/phone.ts";
import { hashOtp, otpLifetime, otpTries, type PhoneBinding, readOtp } from "../../domain/phone-binding.ts";
import type { Limit } from "../../ports/limits.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { SideEffects } from "../transition/effect.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { view } from "../watch/watch.ts";
import { bindPhone } from "./bind-phone.ts";
import { isPhoneRequired } from "./phone-required.ts";

/** A code as it was typed. `phone` defaults to the number of the newest SMS. */
export interface OtpEntry {
  readonly otp: string;
  readonly phone?: string | undefined;
  /** The number belongs to the person now, and another account loses it. */
  readonly newOwner?: boolean | undefined;
}

/**
 * Verifies the code of the newest SMS, for the claim's holder. The attempt is then granted, or declined if the phone
 * belongs to another account. Fails with `wrong_otp`, and with `rate_limited` after five tries.
 */
export async function verifyOtp(
  setup: LoginContext,
  id: string,
  proof: Proof | undefined,
  entry: OtpEntry,
): Promise<Attempt> {
  const attempt = await view(setup, id, proof);
  if (!isPhoneRequired(attempt)) return attempt;
  const otp = readOtp(entry.otp);
  const phone = entry.phone === undefined ? undefined : readPhone(entry.phone);
  const isOfNoNumber = entry.phone !== undefined && phone === undefined;
  if (otp === undefined || isOfNoNumber || attempt.smsAt === undefined) throw new SaomaError("wrong_otp");
  await countOtpTry(setup, attempt);
  const tried = { smsAt: attempt.smsAt, otp, phone, isNewOwner: entry.newOwner === true };
  const { after } = await transactAndPublish(setup, (stores) => takeOtp(setup, stores, id, tried));
  return after;
}

const perPerson: Limit = { times: 30, per: 3_600_000 };

/** Counts the try before the code is compared, in a transaction of its own. */
async function countOtpTry({ failureLimiter }: LoginContext, { id, smsAt, appid, openId }: Attempt): Promise<void> {
  const counts: [key: string, limit: Limit][] = [
    [`otp:${id}:${smsAt}`, { times: otpTries, per: otpLifetime }],
    [`otp:${appid}:${openId}`, perPerson],
  ];
  for (const [key, limit] of counts) {
    const hit = await failureLimiter.hit(key, limit);
    if (hit.allowed) continue;
    const message = "Too many wrong codes. Ask for another SMS.";
    throw new SaomaError("rate_limited", { message, retryAfter: Math.ceil(hit.retryAfter / 1000) });
  }
}

interface CountedOtp {
  /** The time of the SMS whose tries were counted. The code of a newer SMS is not compared. */
  readonly smsAt: number;
  readonly otp: string;
  readonly phone: string | undefined;
  readonly isNewOwner: boolean;
}

async function takeOtp(
  setup: LoginContext,
  stores: Stores,
  id: string,
  tried: CountedOtp,
): Promise<{ after: Attempt; effect: SideEffects }> {
  const before = await stores.attempts.get(id);
  const application = before && setup.applications.get(before.applicationId);
  if (!before || !application) throw new SaomaError("attempt_not_found");
  const { attempt: asked } = advance(before, { type: "tick" }, stores.now);
  if (pairingOf(asked) !== undefined) throw new SaomaError("pairing_required");
  if (!isPhoneRequired(asked)) return { after: asked, effect: {} };
  const binding = await stores.phoneBindings.get(id);
  const phone = asked.smsAt === tried.smsAt && binding && verified(setup, stores, binding, tried);
  if (!phone) throw new SaomaError("wrong_otp");
  return bindPhone(setup, stores, { application, before, asked, binding, phone, isNewOwner: tried.isNewOwner });
}

/** The number that the code verifies. */
function verified(
  { key }: LoginContext,
  { now }: Stores,
  { attemptId, phone, otpHash, otpExpiresAt = 0 }: PhoneBinding,
  tried: CountedOtp,
): string | undefined {
  if (phone === undefined || otpHash === undefined || now >= otpExpiresAt) return undefined;
  const hash = hashOtp(key, attemptId, tried.phone ?? phone, tried.otp);
  return equalInConstantTime(hash, otpHash) ? phone : undefined;
}

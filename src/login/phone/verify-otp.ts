import { equalInConstantTime } from "../../base/bytes.ts";
import { type Attempt, advance } from "../../domain/attempt.ts";
import type { Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { pairingOf } from "../../domain/pairing.ts";
import { readPhone } from "../../domain/phone.ts";
import { hashOtp, otpLifetime, otpTries, type PhoneBinding, readOtp } from "../../domain/phone-binding.ts";
import type { Limit } from "../../ports/limits.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { publish, type SideEffects } from "../transition/effect.ts";
import { view } from "../watch/watch.ts";
import { bindPhone } from "./bind-phone.ts";
import { isPhoneRequired } from "./phone-required.ts";

/** A code as it was typed; `phone` may be left out, and is the one that the SMS went to. */
export interface OtpEntry {
  readonly otp: string;
  readonly phone?: string | undefined;
  /** The number is theirs now, and was another account's before: that one loses it. */
  readonly newOwner?: boolean | undefined;
}

/**
 * Takes the code of the newest SMS, for the claim's holder: the phone is theirs then, and the attempt granted, or
 * declined where the phone is another account's. Fails with `wrong_otp`, and with `rate_limited` after five tries.
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
  const { after, effect } = await setup.store.transact((stores) => takeOtp(setup, stores, id, tried));
  publish(setup, effect);
  return after;
}

const perPerson: Limit = { times: 30, per: 3_600_000 };

/** Counted before it is looked at, and kept whatever comes of it. */
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
  /** When the SMS was reserved whose tries were counted: a newer one's code is not compared. */
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

/** The number that the code shows to be the person's. */
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

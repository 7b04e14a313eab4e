// Sends the code that verifies a phone number, within limits and the daily budget.
import { hmacSha256 } from "../../base/bytes.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { pairingOf } from "../../domain/pairing.ts";
import { countryOf, maskPhone, readPhone } from "../../domain/phone.ts";
import { hashOtp, newOtp, otpLifetime, resendAt, reserved, sentTo } from "../../domain/phone-binding.ts";
import { SmsFailed } from "../../ports/sms.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext, Sms } from "../context.ts";
import { save } from "../transition/apply.ts";
import { type PairingAnswer, pair } from "../transition/pair.ts";
import { resolvablePerson } from "../transition/resolve-identity.ts";
import { view } from "../watch/watch.ts";
import { accountToJoin, profileIn } from "./bind-phone.ts";
import { isPhoneRequired } from "./phone-required.ts";
import { limitSms } from "./sms-limits.ts";

/** A phone number as it was typed, with the client's address and the page's answer about the person. */
export interface SmsRequest extends PairingAnswer {
  readonly phone: string;
  readonly address?: string | undefined;
}

/**
 * Sends a code to a phone, for the claim's holder, while the attempt is in `phone_required`. Returns the attempt. The
 * response does not reveal whether an account has the phone. A failed SMS counts like a sent one.
 */
export async function sendSms(setup: LoginContext, id: string, proof: Proof | undefined, request: SmsRequest) {
  const attempt = await view(setup, id, proof);
  if (!isPhoneRequired(attempt)) return attempt;
  if (pairingOf(attempt) !== undefined) await pair(setup, id, request);
  requireSpace(attempt, setup.store.now());
  const { sms } = setup;
  if (!sms) throw new SaomaError("sms_unavailable", { detail: "no `sms` is configured" });
  const phone = readPhone(request.phone);
  const country = phone && countryOf(phone, Object.keys(sms.prices));
  if (phone === undefined || country === undefined) throw new SaomaError("wrong_phone");
  await limitSms(setup, sms, attempt, { phone, country }, request.address);
  const price = sms.prices[country] ?? Number.POSITIVE_INFINITY;
  const reservation = await setup.store.transact((stores) => reserve(setup, sms, stores, { id, phone, price }));
  if (!("otp" in reservation)) return reservation.attempt;
  setup.hints.publish(id);
  await send(setup, sms, reservation);
  const after = await setup.store.transact((stores) => noteSent(stores, reservation));
  setup.hints.publish(id);
  return after;
}

function requireSpace(attempt: Attempt, now: number): void {
  const wait = (resendAt(attempt) ?? now) - now;
  if (wait > 0) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(wait / 1000) });
}

interface Reservation {
  readonly attempt: Attempt;
  readonly phone: string;
  readonly otp: string;
  /** The template that says that the code joins an account, if it does. */
  readonly template?: string | undefined;
}

const dayLength = 86_400_000;

/** Reserves the cost, code and time of an SMS before it is sent. Reservations are never returned. */
async function reserve(
  setup: LoginContext,
  { dailyCap, joinTemplate }: Sms,
  stores: Stores,
  { id, phone, price }: { readonly id: string; readonly phone: string; readonly price: number },
): Promise<Reservation | { readonly attempt: Attempt }> {
  const { random, key, log } = setup;
  const before = await stores.attempts.get(id);
  if (!before) throw new SaomaError("attempt_not_found");
  const { attempt } = advance(before, { type: "tick" }, stores.now);
  if (!isPhoneRequired(attempt)) return { attempt };
  requireSpace(attempt, stores.now);
  if (!(await stores.smsSpend.add(Math.floor(stores.now / dayLength), price, dailyCap))) {
    log.error({ dailyCap: dailyCap / 10_000 }, "today's budget for SMS is spent: no newcomer can bind a phone by SMS");
    throw new SaomaError("sms_unavailable", { detail: "sms.dailyCap is reached", retryAfter: 3_600 });
  }
  const otp = newOtp(random);
  const joins = joinTemplate === undefined ? undefined : await joinedBy(setup, stores, attempt, phone);
  const hashed = { phone, otpHash: hashOtp(key, id, phone, otp), otpExpiresAt: stores.now + otpLifetime };
  const code = { ...hashed, ...(joins === undefined ? {} : { joins }) };
  if (!(await stores.phoneBindings.setCode(id, code))) throw new SaomaError("attempt_ended");
  const next = reserved(attempt, stores.now);
  await save(stores, before, next);
  return { attempt: next, phone, otp, ...(joins === undefined ? {} : { template: joinTemplate }) };
}

/** Only the SMS says that its number joins an account; the page is not told. */
async function joinedBy(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  phone: string,
): Promise<string | undefined> {
  const { id, appid, openId = "", channel, applicationId } = attempt;
  const policy = setup.applications.get(applicationId)?.policy;
  const binding = await stores.phoneBindings.get(id);
  if (!policy || !binding || attempt.purpose !== "sign-in") return undefined;
  return accountToJoin(stores, policy, channel, resolvablePerson(setup, appid, openId, profileIn(binding)), phone);
}

async function send(setup: LoginContext, sms: Sms, { attempt, phone, otp, template }: Reservation): Promise<void> {
  const { id, applicationId, language, smsAt = 0 } = attempt;
  const site = setup.applications.get(applicationId)?.name ?? "";
  const message = { to: phone, code: otp, minutes: otpLifetime / 60_000, site, language };
  const said = template === undefined ? {} : { template };
  const about = { attemptId: id, phone: maskPhone(phone) };
  try {
    await sms.sender.send({ ...message, ...said, id: hmacSha256(setup.key.reveal(), "sms", id, String(smsAt)) });
    setup.log.info(about, "an SMS was sent");
  } catch (error) {
    const failure = error instanceof SmsFailed ? error.failure : "away";
    setup.log[failure === "number" ? "info" : "error"]({ ...about, err: error }, "an SMS was not sent");
    if (failure === "number") throw new SaomaError("wrong_phone", { cause: error });
    const wait = (resendAt(attempt) ?? 0) - setup.store.now();
    throw new SaomaError("sms_unavailable", { cause: error, retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
  }
}

/** Stores where the SMS went, unless another one was requested meanwhile. */
async function noteSent(stores: Stores, { attempt: { id, smsAt }, phone }: Reservation): Promise<Attempt> {
  const before = await stores.attempts.get(id);
  if (!before) throw new SaomaError("attempt_not_found");
  const { attempt } = advance(before, { type: "tick" }, stores.now);
  if (attempt.status !== "phone_required" || attempt.smsAt !== smsAt) return attempt;
  const next = sentTo(attempt, phone);
  await save(stores, before, next);
  return next;
}

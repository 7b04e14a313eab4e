import { digitsOf, equalInConstantTime, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt, AttemptStatus, Channel } from "./attempt.ts";
import { askedPurpose } from "./policy.ts";
import { bareCode, withoutLabel } from "./typed.ts";

/** How many wrong codes are allowed; the last one ends the attempt. */
export const pairingTries = 3;

const digits = 6;

/**
 * The code for the WeChat that scanned. It is derived from the service's secret: each delivery of a push gets the same
 * one, and no readable code is stored.
 */
export function pairingCodeOf(
  key: Secret,
  { id, appid, openId = "" }: Pick<Attempt, "id" | "appid" | "openId">,
): string {
  return digitsOf(hmacSha256(key.reveal(), "pairing-code", id, appid, openId), digits);
}

/** The typed code without spaces and in ASCII digits; undefined if it cannot be a code. */
export function readPairingCode(typed: string): string | undefined {
  const code = bareCode(withoutLabel(typed.slice(0, 100)));
  return /^\d{6}$/.test(code) ? code : undefined;
}

/** Whether `typed` is the code of this attempt. */
export const isPairingCode = (key: Secret, attempt: Attempt, typed: string): boolean => {
  const code = readPairingCode(typed);
  return code !== undefined && equalInConstantTime(code, pairingCodeOf(key, attempt));
};

/**
 * What the holder of the page still has to do; undefined if it is done, or the attempt has no lasting results but a
 * sign-in.
 */
export const pairingOf = ({ pairing }: Pick<Attempt, "pairing">): "code" | "agree" | undefined =>
  pairing === "done" ? undefined : pairing;

/**
 * Before an identity or a phone is added to an account, the holder of the page has to agree to the person. The same
 * holds before a linked WeChat's first sign-in, and for an approval inside WeChat, where nothing else is asked.
 */
export function pairingFor(attempt: Attempt, status: AttemptStatus): Pick<Attempt, "pairing"> {
  const { pairing, channel, addedAt } = attempt;
  const isFirst = status === "granted" && addedAt !== undefined;
  const asked = askedPurpose(attempt);
  const isLasting = status === "phone_required" || (status === "granted" && asked === "link");
  // WeChat identifies the user of a page inside it silently, and the person was not asked for the approval.
  const isUnasked = status === "granted" && asked === "prove" && channel === "in-wechat";
  if (pairing !== undefined || !(isLasting || isFirst || isUnasked)) return {};
  return { pairing: withoutChat.has(channel) || isFirst ? "agree" : "code" };
}

/** The attempt whose page has to be paired once more, because somebody else may have opened it. Wrong codes stay counted. */
export const unpair = (attempt: Attempt): Attempt => ({
  ...attempt,
  pairing: withoutChat.has(attempt.channel) ? "agree" : "code",
  version: attempt.version + 1,
});

/** WeChat's own pages have no chat that could send a code. */
export const withoutChat: ReadonlySet<Channel> = new Set(["open-platform", "in-wechat"]);

/** Whether the holder of the page still has to pair it. */
export const isUnpaired = ({ pairing }: Attempt): boolean => pairing === "code" || pairing === "agree";

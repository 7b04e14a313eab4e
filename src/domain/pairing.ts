import { digitsOf, equalInConstantTime, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt } from "./attempt.ts";
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

import { digitsOf, equalInConstantTime, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt } from "./attempt.ts";
import { bareCode, withoutLabel } from "./typed.ts";

/** How many codes may be typed; the last wrong one ends the attempt. */
export const pairingTries = 3;

const digits = 6;

/**
 * The code that the WeChat which scanned is told. Derived from the service's secret, so that each delivery of a push is
 * told the same one and nothing readable is kept.
 */
export function pairingCodeOf(
  key: Secret,
  { id, appid, openId = "" }: Pick<Attempt, "id" | "appid" | "openId">,
): string {
  return digitsOf(hmacSha256(key.reveal(), "pairing-code", id, appid, openId), digits);
}

/** What was typed, in one piece and with ASCII digits; undefined where no code looks so. */
export function readPairingCode(typed: string): string | undefined {
  const code = bareCode(withoutLabel(typed.slice(0, 100)));
  return /^\d{6}$/.test(code) ? code : undefined;
}

/** Whether `typed` is the code of this attempt. */
export const isPairingCode = (key: Secret, attempt: Attempt, typed: string): boolean => {
  const code = readPairingCode(typed);
  return code !== undefined && equalInConstantTime(code, pairingCodeOf(key, attempt));
};

/** What the page still has to do; undefined where it is done, or nothing lasting but a sign-in comes of the attempt. */
export const pairingOf = ({ pairing }: Pick<Attempt, "pairing">): "code" | "agree" | undefined =>
  pairing === "done" ? undefined : pairing;

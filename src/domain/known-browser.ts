import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt } from "./attempt.ts";

/** A browser that has signed in as an account at an application. */
export interface KnownBrowser {
  /** The hash of its secret, by {@link hashBrowser}. */
  readonly browserHash: string;
  readonly accountId: string;
  readonly applicationId: string;
}

/**
 * The strength of a person's own act at a sign-in: no act, a tap (or “allow”, or a typed code), or the number that the
 * browser showed. A weaker proof does not count for a stronger policy.
 */
export const strengths = { none: 0, tap: 1, number: 2 } as const;

export type Strength = (typeof strengths)[keyof typeof strengths];

/** How long a browser is known: until sign-out, or 90 days without use; 90 days without use; or not at all. */
export type RememberBrowser = "until-sign-out" | "90d" | "never";

/** After this long without a sign-in, in milliseconds, a browser is no longer known. */
export const knownFor = 90 * 86_400_000;

/**
 * The strength of the proof by which this attempt was granted. On the page of the Open Platform, WeChat itself asks.
 */
export const strengthOf = ({ proof, channel }: Pick<Attempt, "proof" | "channel">): Strength =>
  strengths[proof ?? (channel === "open-platform" ? "tap" : "none")];

/**
 * Identifies an account in a browser's last sign-in; it reveals no account without the service's secret. Its second
 * part is the same in all browsers of an account.
 */
export const browserMark = (key: Secret, browserHash: string, accountId: string): string =>
  [
    hmacSha256(key.reveal(), "browser-mark", browserHash, accountId),
    hmacSha256(key.reveal(), "marked-account", accountId),
  ].join(".");

/** Whether a mark is this account's. Older marks have one part, and only the first part is compared. */
export const isMarkOf = (mark: string, key: Secret, browserHash: string, accountId: string): boolean =>
  mark.split(".")[0] === browserMark(key, browserHash, accountId).split(".")[0];

/** The part that the marks of all browsers of an account share. Older marks have one part, which is returned whole. */
export const accountOfMark = (mark: string): string => mark.slice(mark.indexOf(".") + 1);

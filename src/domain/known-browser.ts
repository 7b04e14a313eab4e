import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt } from "./attempt.ts";

/** A browser that has signed in as an account at an application. */
export interface KnownBrowser {
  /** Of its secret, as {@link hashBrowser} makes it. */
  readonly browserHash: string;
  readonly accountId: string;
  readonly applicationId: string;
}

/**
 * How surely a person's own act let a browser in: by no act at all, by a tap (or an "allow", or a code that they typed),
 * or by the number that the browser showed. A weaker proof never answers for a stronger policy.
 */
export const strengths = { none: 0, tap: 1, number: 2 } as const;

export type Strength = (typeof strengths)[keyof typeof strengths];

/** For how long a browser is known: until it is signed out, or 90 days unused; for the latter only; or not at all. */
export type RememberBrowser = "until-sign-out" | "90d" | "never";

/** A browser that has not signed in for this long, in milliseconds, is a stranger again. */
export const knownFor = 90 * 86_400_000;

/** By how strong a proof this attempt was granted. On the page of the Open Platform WeChat itself asks. */
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

/** Whether it is this account's; one of before marks had two parts is told by the first. */
export const isMarkOf = (mark: string, key: Secret, browserHash: string, accountId: string): boolean =>
  mark.split(".")[0] === browserMark(key, browserHash, accountId).split(".")[0];

/** What the marks of all of an account's browsers have in common. One of before there were two parts has itself. */
export const accountOfMark = (mark: string): string => mark.slice(mark.indexOf(".") + 1);

import { randomToken, sha256 } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import type { AdminRight } from "./admin-key.ts";

/** How somebody is in the console: by a link that is exchanged once, or by the session that came of it. */
export interface ConsoleSession {
  /** Of the link's code or the cookie's token; neither is stored. */
  readonly hash: string;
  readonly kind: "link" | "session";
  /** The name in the audit, as in `console (anna)`. */
  readonly actor: string;
  readonly right: AdminRight;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** How long a link is good, in milliseconds. */
export const consoleLinkLifetime = 10 * 60_000;

/** How long a session is good, in milliseconds. */
export const consoleSessionLifetime = 8 * 3_600_000;

/** For so long after the link was opened, in milliseconds, an account may be deleted. */
export const consoleFreshFor = 5 * 60_000;

/** A new code or token, of 256 bits. */
export const newConsoleToken = (random: Random): string => randomToken(random, 32);

/** The stored form: 256 random bits need one plain hash. */
export const hashConsoleToken = (kind: ConsoleSession["kind"], token: string): string =>
  sha256(`console ${kind}`, token);

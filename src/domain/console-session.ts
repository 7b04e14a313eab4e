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
  /** Whose session it is; absent for links, and for sessions by a link. */
  readonly accountId?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** An account whose person may enter the console by WeChat, as the configuration says. */
export interface ConsoleAdministrator {
  readonly account: string;
  /** The name in the audit. */
  readonly name: string;
  readonly right: AdminRight;
}

/** How long a link is good, in milliseconds. */
export const consoleLinkLifetime = 10 * 60_000;

/** How long a session is good, in milliseconds. */
export const consoleSessionLifetime = 8 * 3_600_000;

/** For so long after the link was opened or the number picked, in milliseconds, a session may destroy. */
export const consoleFreshFor = 5 * 60_000;

/** A new code or token, of 256 bits. */
export const newConsoleToken = (random: Random): string => randomToken(random, 32);

/** The stored form: 256 random bits need one plain hash. */
export const hashConsoleToken = (kind: ConsoleSession["kind"], token: string): string =>
  sha256(`console ${kind}`, token);

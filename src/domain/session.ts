import { hmacSha256, sha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { Account } from "./account.ts";
import type { Channel } from "./attempt.ts";
import type { Language } from "./language.ts";
import type { Refresh } from "./refresh.ts";

/** Why a session ended before its time. */
export type SessionEnd =
  | "signed_out"
  | "undone"
  | "unfollowed"
  | "replaced"
  | "token_reused"
  | "unlinked"
  | "revoked"
  /** The operator ended it. */
  | "operator"
  /** The database was restored from a backup: it is unknown which of its sessions have ended since. */
  | "restored";

/** A signed-in browser or device of an account. Times are milliseconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly applicationId: string;
  readonly attemptId: string;
  readonly channel: Channel;
  readonly appid: string;
  readonly openId: string;
  /** Present if WeChat had returned it by then. */
  readonly unionId?: string;
  /** Whether this sign-in created the account. */
  readonly newcomer: boolean;
  /** The hash of the cookie's token or of the newest refresh token; the token is never stored. */
  readonly tokenHash: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When its holder first used it. From then on it cannot be redeemed again. */
  readonly firstUsedAt?: number;
  /** When its holder last proved their presence; absent: not since the sign-in. */
  readonly provenAt?: number;
  /** The hash of the browser secret, for a session with a cookie; `browserName` as in "Chrome · macOS". */
  readonly browserHash?: string;
  readonly browserName?: string;
  /** The client's network when it signed in, as in `203.0.113.0/24`. */
  readonly network?: string;
  /** In which the sign-in spoke; absent for older sessions. */
  readonly language?: Language;
  readonly endedAt?: number;
  readonly end?: SessionEnd;
  /** Present if the session is kept by tokens instead of a cookie. */
  readonly refresh?: Refresh;
}

/** A session with its account. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
  /** When the account's newest notice was stored; 0 if it has none. Absent: it was not looked up. */
  readonly lastNoticeAt?: number;
}

/** How long an unused session may be redeemed again, in milliseconds, by a client that missed the response. */
export const redeemAgainFor = 60_000;

/** Repeating the redeem derives the same token: a lost response loses nothing, and no token is stored. */
export const deriveSessionToken = (key: Secret, attemptId: string, claim: string): string =>
  hmacSha256(key.reveal(), "session", attemptId, claim);

export const hashSessionToken = (token: string): string => sha256("session-token", token);

export const isLive = (session: Session, now: number): boolean =>
  session.endedAt === undefined && now < session.expiresAt;

/** When its person last showed who they are, in milliseconds since the epoch. */
export const provenAt = ({ createdAt, provenAt = createdAt }: Session): number => Math.max(createdAt, provenAt);

/** Whether its attempt may return this session once more. A renewed session counts from its renewal. */
export function redeemAgain(session: Session, now: number): "same" | "already_redeemed" | "attempt_ended" {
  if (session.endedAt !== undefined) return "attempt_ended";
  const isUsed = session.firstUsedAt !== undefined || now >= provenAt(session) + redeemAgainFor;
  return isUsed ? "already_redeemed" : "same";
}

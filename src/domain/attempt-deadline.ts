import type { Attempt, AttemptStatus, Channel } from "./attempt.ts";
import { isUnpaired } from "./pairing.ts";

/**
 * How long each status lasts, in milliseconds. `pending` is short for a QR, because anyone who sees it can forward it.
 */
export const lifetime = { pending: 120_000, scanned: 180_000, phone_required: 600_000, granted: 60_000 } as const;

/** A page of WeChat's stays open longer: its own QR is valid for five minutes. */
const pendingAtWechat = 300_000;

/** Long enough to find the account, follow it and send the code. */
const pendingForCode = 300_000;

/** A mini-program may have to be loaded first. */
const pendingForMiniProgram = 300_000;

const pending: Readonly<Record<Channel, number>> = {
  "official-account-qr": lifetime.pending,
  "official-account-code": pendingForCode,
  "mini-program": pendingForMiniProgram,
  "open-platform": pendingAtWechat,
  "in-wechat": pendingAtWechat,
};

/** How long an attempt of this channel stays pending, in milliseconds. */
export const pendingFor = (channel: Channel): number => pending[channel];

/** A pending attempt that expires in less than this, in milliseconds, is not shown again. */
export const worthShowing = 15_000;

/** WeChat delivers a push up to three times, 5 s apart: a scan made in time may arrive this much later. */
export const scanGrace = 15_000;

const terminal: ReadonlySet<AttemptStatus> = new Set(["redeemed", "expired", "declined", "cancelled"]);

export const hasEnded = (attempt: Attempt): boolean => terminal.has(attempt.status);

/** The deadline of an attempt; undefined once it has ended. */
export function endsAt(attempt: Attempt): number | undefined {
  if (hasEnded(attempt)) return undefined;
  return attempt.expiresAt + (attempt.status === "pending" ? scanGrace : 0);
}

/** When an open attempt reached its present status. */
export const statusSince = (attempt: Attempt): number =>
  attempt.status === "pending" ? attempt.createdAt : attempt.expiresAt - lastsFor(attempt);

export function lastsFor(attempt: Attempt): number {
  if (attempt.status === "granted" && attempt.terms) return termsLifetime;
  if (attempt.status === "granted" && isUnpaired(attempt)) return pairingLifetime;
  return attempt.status in lifetime ? lifetime[attempt.status as keyof typeof lifetime] : 0;
}

/** How long a granted attempt waits where terms may have to be read first, in milliseconds. */
const termsLifetime = 600_000;

/** How long a granted attempt waits for its pairing code, in milliseconds. */
export const pairingLifetime = 180_000;

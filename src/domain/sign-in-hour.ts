import type { Attempt, AttemptStatus, Channel, DeclineReason } from "./attempt.ts";

export const hour = 3_600_000;

/** The beginning of the hour of a time, both in milliseconds since the epoch. */
export const hourOf = (at: number): number => at - (at % hour);

/** How far a sign-in came: `shown`, nobody scanned it; `confirmed`, the browser did not fetch it. */
export type Reached = "shown" | "scanned" | "confirmed" | "redeemed";

/** What became of it; `open`, nothing yet. */
export type Ending = "open" | "redeemed" | "expired" | "cancelled" | DeclineReason;

/** Sign-ins of one hour, application and way that came equally far and ended alike. Nobody is in it. */
export interface SignInHour {
  /** Its beginning, in milliseconds since the epoch. */
  readonly hour: number;
  readonly applicationId: string;
  readonly channel: Channel;
  readonly reached: Reached;
  readonly ending: Ending;
  readonly count: number;
  /** How many of the redeemed took how many whole seconds from the QR to the session. */
  readonly seconds: Readonly<Record<number, number>>;
}

/** Attempts that are alike, as the database counts them. */
export interface AttemptCount extends Pick<Attempt, "applicationId" | "channel"> {
  readonly status: AttemptStatus;
  readonly reason?: DeclineReason;
  readonly isScanned: boolean;
  /** Their person confirmed, or did not have to. */
  readonly isConfirmed: boolean;
  /** From the start to the session; of the redeemed. */
  readonly seconds?: number;
  readonly count: number;
}

function reachedBy({ status, isScanned, isConfirmed }: AttemptCount): Reached {
  if (status === "redeemed") return "redeemed";
  return isConfirmed ? "confirmed" : isScanned ? "scanned" : "shown";
}

const open: ReadonlySet<AttemptStatus> = new Set(["pending", "scanned", "phone_required", "granted"]);

/** Whether these may still go on. */
export const isOpen = ({ status }: Pick<AttemptCount, "status">): boolean => open.has(status);

function endingOf({ status, reason }: AttemptCount): Ending {
  if (isOpen({ status })) return "open";
  return reason ?? (status as Ending);
}

/** The same counts, with open attempts counted as expired. For an hour of which every deadline has passed. */
export const expireOpen = (counts: readonly AttemptCount[]): AttemptCount[] =>
  counts.map((one) => (isOpen(one) ? { ...one, status: "expired" } : one));

/** The rows of one hour. The same attempts, counted in any portions, make the same rows. */
export function rowsOf(hour: number, counts: readonly AttemptCount[]): SignInHour[] {
  const rows = new Map<string, SignInHour>();
  for (const one of counts) {
    const [reached, ending] = [reachedBy(one), endingOf(one)];
    const { applicationId, channel } = one;
    const key = JSON.stringify([applicationId, channel, reached, ending]);
    const row = rows.get(key) ?? { hour, applicationId, channel, reached, ending, count: 0, seconds: {} };
    // A clock that was put back makes no negative seconds.
    const took = one.seconds === undefined ? undefined : Math.max(0, one.seconds);
    const seconds = took === undefined ? row.seconds : { ...row.seconds, [took]: (row.seconds[took] ?? 0) + one.count };
    rows.set(key, { ...row, count: row.count + one.count, seconds });
  }
  return [...rows.values()];
}

/** How many sign-ins came how far; each of those counts in the ones before it, too. */
export interface Funnel {
  readonly shown: number;
  readonly scanned: number;
  readonly confirmed: number;
  readonly redeemed: number;
}

const order: readonly Reached[] = ["shown", "scanned", "confirmed", "redeemed"];

export function funnelOf(rows: readonly SignInHour[]): Funnel {
  const atLeast = (reached: Reached) =>
    rows.reduce((sum, row) => sum + (order.indexOf(row.reached) >= order.indexOf(reached) ? row.count : 0), 0);
  return {
    shown: atLeast("shown"),
    scanned: atLeast("scanned"),
    confirmed: atLeast("confirmed"),
    redeemed: atLeast("redeemed"),
  };
}

/** The median of whole seconds from the QR to the session; undefined where nobody was signed in. */
export function medianSeconds(rows: readonly SignInHour[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { seconds } of rows)
    for (const [took, count] of Object.entries(seconds))
      counts.set(Number(took), (counts.get(Number(took)) ?? 0) + count);
  const all = [...counts].sort(([a], [b]) => a - b);
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  return all.find(([, count]) => {
    passed += count;
    return passed * 2 >= total;
  })?.[0];
}

import type { Push, PushRefusal, Reply } from "../wechat/index.ts";

/** The event of a push that `saoma doctor` signs. It is answered with a {@link ProbeReport} and does nothing. */
export const probeEvent = "saoma_doctor";

/** How a probe arrived. Returned only to a client that can sign for the account. */
export interface ProbeReport {
  /** The service's time, in milliseconds since the epoch. */
  readonly now: number;
  /** The client's address, as the service sees it. */
  readonly address?: string;
  /** `X-Forwarded-For` as it arrived. */
  readonly forwardedFor?: string;
  readonly pushes: PushCount;
}

export const isProbe = ({ type, event }: Push): boolean => type === "event" && event === probeEvent;

export const probeReply = (report: ProbeReport): Reply => ({ type: "text", text: JSON.stringify(report) });

/** Why a push, or the console's check of the server URL (`echo`), was refused. */
export type Refusal = PushRefusal | "echo";

/** The pushes to one source since the service started. Times are milliseconds since the epoch. */
export interface PushCount {
  readonly since: number;
  readonly taken: number;
  readonly takenAt?: number;
  readonly refused: Readonly<Partial<Record<Refusal, { readonly times: number; readonly at: number }>>>;
}

/** Counts pushes in this process, so that `saoma doctor` can find settings that differ in WeChat's console. */
export interface PushCounters {
  /** Counts a push. `event` is its event, or its type if it is a message. */
  take(appid: string, now: number, event: string): void;
  refuse(appid: string, reason: Refusal, now: number): void;
  of(appid: string): PushCount;
}

export function createPushCounters(since: number): PushCounters {
  const counts = new Map<string, PushCount>();
  const of = (appid: string): PushCount => counts.get(appid) ?? { since, taken: 0, refused: {} };
  return {
    of,
    take(appid, now) {
      const before = of(appid);
      counts.set(appid, { ...before, taken: before.taken + 1, takenAt: now });
    },
    refuse(appid, reason, now) {
      const before = of(appid);
      const times = (before.refused[reason]?.times ?? 0) + 1;
      counts.set(appid, { ...before, refused: { ...before.refused, [reason]: { times, at: now } } });
    },
  };
}

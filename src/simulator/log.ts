import type { Clock } from "../base/clock.ts";

/** One delivery of a push: what was sent and what came back. `ms` is by the world's clock. */
export interface DeliveryEntry {
  url: string;
  body: string;
  ms: number;
  status?: number;
  answer?: string;
  failure?: string;
}

export type LogEntry = { at: string } & (
  | { kind: "call"; method: string; path: string; ip: string; status: number; errcode?: number; errmsg?: string }
  | {
      kind: "push";
      what: string;
      appid: string;
      person: string;
      outcome: string;
      reason?: string;
      deliveries: DeliveryEntry[];
    }
  | { kind: "note"; text: string }
);

export type NewEntry = LogEntry extends infer E ? (E extends LogEntry ? Omit<E, "at"> : never) : never;

export interface Log {
  add(entry: NewEntry): void;
  /** A call to a path WeChat may have and this simulator has not. Tests should fail on any. */
  unknown(call: string): void;
  view(): { entries: LogEntry[]; unknownCalls: string[] };
  clear(): void;
}

const maxEntries = 1000;
const maxText = 4096;

/** Keeps the last thousand entries, long bodies cut, and writes a line for each. */
export function createLog(clock: Clock, write: (line: string) => void): Log {
  const entries: LogEntry[] = [];
  const unknownCalls: string[] = [];
  return {
    add(entry) {
      const whole = { at: new Date(clock.now()).toISOString(), ...entry } as LogEntry;
      keep(entries, shortened(whole), maxEntries);
      write(lineOf(whole));
    },
    unknown(call) {
      keep(unknownCalls, call, 100);
      write(`unknown call ${call}`);
    },
    view: () => ({ entries: [...entries], unknownCalls: [...unknownCalls] }),
    clear() {
      entries.length = 0;
      unknownCalls.length = 0;
    },
  };
}

function keep<T>(list: T[], item: T, max: number): void {
  list.push(item);
  if (list.length > max) list.shift();
}

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}…` : text);

function shortened(entry: LogEntry): LogEntry {
  if (entry.kind !== "push") return entry;
  const deliveries = entry.deliveries.map((delivery) => ({
    ...delivery,
    body: cut(delivery.body),
    ...(delivery.answer === undefined ? {} : { answer: cut(delivery.answer) }),
  }));
  return { ...entry, deliveries };
}

function lineOf(entry: LogEntry): string {
  if (entry.kind === "note") return entry.text;
  if (entry.kind === "call")
    return `${entry.method} ${entry.path} → ${entry.errcode === undefined ? entry.status : `${entry.errcode} ${entry.errmsg}`}`;
  const reason = entry.reason === undefined ? "" : `: ${entry.reason}`;
  return `push ${entry.what} of ${entry.person} → ${entry.outcome} after ${entry.deliveries.length}${reason}`;
}

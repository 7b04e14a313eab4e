import type { Clock } from "../base/clock.ts";
import type { Check } from "./push/check.ts";

/** One delivery of a push: what was sent and what came back. `ms` is by the world's clock. */
export interface DeliveryEntry {
  url: string;
  body: string;
  /** What `body` has encrypted; absent in plain mode. */
  bodyPlain?: string;
  ms: number;
  status?: number;
  answer?: string;
  /** What an encrypted `answer` was, once its signature held. */
  answerPlain?: string;
  failure?: string;
  /** The signatures of the request, and those of an encrypted answer, worked out step by step. */
  checks?: Check[];
}

export type LogEntry = { at: string } & (
  | {
      kind: "call";
      method: string;
      path: string;
      ip: string;
      status: number;
      errcode?: number;
      errmsg?: string;
      /** Without the question mark. */
      query?: string;
      body?: string;
      /** Absent for an image. */
      answer?: string;
      /** The request id of a refusal. */
      rid?: string;
      /** A signature the caller sent, worked out step by step. */
      check?: Check;
    }
  | {
      kind: "push";
      what: string;
      appid: string;
      person: string;
      outcome: string;
      reason?: string;
      deliveries: DeliveryEntry[];
    }
  | {
      /** The console's question to a server URL, before it is saved. */
      kind: "verify";
      appid: string;
      url: string;
      outcome: "accepted" | "refused";
      reason?: string;
      check: Check;
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

/** A copy whose every text is cut: what is kept has a bound, whatever was sent. */
function shortened<T>(value: T): T {
  if (typeof value === "string") return cut(value) as T;
  if (Array.isArray(value)) return value.map(shortened) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)])) as T;
}

function lineOf(entry: LogEntry): string {
  if (entry.kind === "note") return entry.text;
  if (entry.kind === "call")
    return `${entry.method} ${entry.path} → ${entry.errcode === undefined ? entry.status : `${entry.errcode} ${entry.errmsg}`}`;
  if (entry.kind === "verify") return `verification of ${entry.appid} → ${entry.reason ?? entry.outcome}`;
  const reason = entry.reason === undefined ? "" : `: ${entry.reason}`;
  return `push ${entry.what} of ${entry.person} → ${entry.outcome} after ${entry.deliveries.length}${reason}`;
}

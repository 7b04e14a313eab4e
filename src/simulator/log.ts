import type { Clock } from "../base/clock.ts";
import type { Check } from "./push/check.ts";

/** One delivery of a push: the request and the response. */
export interface DeliveryEntry {
  /** The server URL, with its query. */
  url: string;
  /** The request body. */
  body: string;
  /** The decrypted `body`; absent in plain mode. */
  bodyPlain?: string;
  /** How long it took, in milliseconds of the world's clock. */
  ms: number;
  /** The HTTP status; absent if there was no response. */
  status?: number;
  /** The response body. */
  answer?: string;
  /** The decrypted `answer`; absent if its signature was wrong. */
  answerPlain?: string;
  /** Why the delivery failed. */
  failure?: string;
  /** The signatures of the request, and of an encrypted response, computed step by step. */
  checks?: Check[];
}

/** One entry of the log: a call, a push, a check of a server URL, or a note. */
export type LogEntry = {
  /** When it happened (RFC 3339, by the world's clock). */
  at: string;
} & (
  | {
      kind: "call";
      /** The HTTP method. */
      method: string;
      /** The path that was called. */
      path: string;
      /** The caller's address. */
      ip: string;
      /** The HTTP status. */
      status: number;
      /** WeChat's errcode, if the call failed. */
      errcode?: number;
      /** WeChat's errmsg, if the call failed. */
      errmsg?: string;
      /** The query, without the question mark. */
      query?: string;
      /** The request body. */
      body?: string;
      /** The response body; absent for an image. */
      answer?: string;
      /** The request id (`rid`) of a failed call. */
      rid?: string;
      /** A signature that the caller sent, computed step by step. */
      check?: Check;
    }
  | {
      kind: "push";
      /** The event or the type of message. */
      what: string;
      /** The account's appid. */
      appid: string;
      /** The person who caused it. */
      person: string;
      /** The result. */
      outcome: string;
      /** Why it failed. */
      reason?: string;
      /** Every delivery of the push. */
      deliveries: DeliveryEntry[];
    }
  | {
      /** The console's question to a server URL, before it is saved. */
      kind: "verify";
      /** The account's appid. */
      appid: string;
      /** The server URL that was checked. */
      url: string;
      /** The result. */
      outcome: "accepted" | "refused";
      /** Why it failed. */
      reason?: string;
      /** The signature of the check, computed step by step. */
      check: Check;
    }
  | {
      kind: "note";
      /** The text of the note. */
      text: string;
    }
);

export type NewEntry = LogEntry extends infer E ? (E extends LogEntry ? Omit<E, "at"> : never) : never;

export interface Log {
  add(entry: NewEntry): void;
  /** Notes a call to a path that WeChat may have but the simulator does not. Tests should fail on any. */
  unknown(call: string): void;
  view(): { entries: LogEntry[]; unknownCalls: string[] };
  clear(): void;
}

const maxEntries = 1000;
const maxText = 4096;

/** Keeps the last 1,000 entries, with long bodies cut, and writes a line for each. */
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

/** A copy with all texts cut, so that the log has a bounded size. */
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

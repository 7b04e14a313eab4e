import type { Attempt } from "../../src/domain/attempt.ts";
import { noRows, type Rows } from "./rows.ts";
import { appids, openIds, type Scenario } from "./scenario.ts";

/** What a person does in WeChat. `copy` distinguishes two of the same kind. */
export type Words =
  | { readonly kind: "scan" | "foreign-scan"; readonly person: number; readonly attempt: number; readonly copy: number }
  | { readonly kind: "tap"; readonly person: number; readonly attempt: number; readonly says: "yes" | "no" }
  | { readonly kind: "type"; readonly person: number; readonly says: "yes" | "no"; readonly copy: number }
  | { readonly kind: "unfollow"; readonly person: number };

/** A push, as WeChat and the person know it. */
export interface Message {
  readonly key: string;
  readonly words: Words;
  /** How many times it may still be delivered. */
  readonly left: number;
  /** The service has processed and committed it at least once. */
  readonly committed: boolean;
  /** WeChat has received an answer. */
  readonly acknowledged: boolean;
  /** How many of its deliveries changed anything besides the inbox. */
  readonly effects: number;
  /** The first reply to it; "" for none. */
  readonly reply?: string;
}

/** What the laws need and the service does not store. Arrays have one entry an attempt unless said otherwise. */
export interface Oracle {
  readonly startedBy: readonly number[];
  readonly startedFor: readonly string[];
  readonly startedAt: readonly number[];
  /** The person whose scan came first, in time and from the attempt's own source. */
  readonly scannedBy: readonly (number | undefined)[];
  /** The attempts in the order in which they were scanned. */
  readonly scanOrder: readonly number[];
  /** Whether the policy requires an act of that person. */
  readonly mustAct: readonly (boolean | undefined)[];
  /** The people who said yes to it after the scan and in time. */
  readonly saidYes: readonly (number | undefined)[];
  /** When its browser was last sent an SMS. */
  readonly textedAt: readonly (number | undefined)[];
  /** Its browser has typed in the newest SMS's code, in time. */
  readonly verified: readonly boolean[];
  /** The accounts whose own WeChat approved another WeChat that is not added yet. */
  readonly approvedLinks: readonly string[];
  /** Whether its browser or its person cancelled it before it was redeemed. */
  readonly calledOff: readonly boolean[];
  /** The token that its redeem returned. */
  readonly token: readonly (string | undefined)[];
  readonly redeemedAt: readonly (number | undefined)[];
  readonly used: readonly boolean[];
  /** Signed out, undone, replaced or unfollowed: its session can be neither redeemed nor used any more. */
  readonly over: readonly (string | undefined)[];
  /** `browser person application strength` of each sign-in that was not undone; the strength is 1 after an act. */
  readonly known: readonly string[];
}

export interface State {
  readonly now: number;
  readonly rows: Rows;
  readonly messages: readonly Message[];
  /** The session cookie of each browser. */
  readonly jars: readonly (string | undefined)[];
  /** The version that each attempt's watcher showed last. */
  readonly shown: readonly number[];
  /** The version of a hint that has not arrived yet; 0 for none. */
  readonly hinted: readonly number[];
  readonly hits: readonly number[];
  readonly oracle: Oracle;
}

const begin = Date.UTC(2026, 4, 1, 6, 5);

const empty: State = {
  now: begin,
  rows: noRows,
  messages: [],
  jars: [undefined, undefined],
  shown: [],
  hinted: [],
  hits: [0, 0, 0, 0],
  oracle: {
    startedBy: [],
    startedFor: [],
    startedAt: [],
    scannedBy: [],
    scanOrder: [],
    mustAct: [],
    saidYes: [],
    textedAt: [],
    verified: [],
    approvedLinks: [],
    calledOff: [],
    token: [],
    redeemedAt: [],
    used: [],
    over: [],
    known: [],
  },
};

const members: Rows = {
  ...noRows,
  accounts: openIds.slice(0, 2).map((openId) => ({ id: `account of ${openId}`, name: openId, createdAt: begin })),
  identities: openIds.slice(0, 2).map((openId) => ({ appid: appids[0], openId, accountId: `account of ${openId}` })),
};

/** The state in which a search begins. */
export const initialOf = (scenario: Scenario): State => (scenario.members ? { ...empty, rows: members } : empty);

/** A copy of `all` with another value at `at`. */
export function put<T>(all: readonly T[], at: number, value: T): readonly T[] {
  if (all[at] === value && at < all.length) return all;
  const next = [...all];
  next[at] = value;
  return next;
}

const texts = new Map<string, number>();

/** A short number for a long text, so that the key of a state stays short. */
function numbered(text: string | undefined): number {
  if (text === undefined) return 0;
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, texts.size + 1);
  return texts.size;
}

const bits = (all: readonly boolean[]): string => all.map((one) => (one ? "1" : "0")).join("");
const numbers = (all: readonly (number | undefined)[]): string => all.map((one) => one ?? "-").join(",");
const names = (all: readonly (string | undefined)[]): string => all.map(numbered).join(",");
const ended = new Set(["redeemed", "expired", "declined", "cancelled"]);

/**
 * The same key for states with the same possible futures: times are relative to now, and rows that no act can
 * distinguish are equal.
 */
export function canonical({ limit, hints }: Scenario, state: State): string {
  const { now, rows, oracle } = state;
  const attempts = rows.attempts.map((one) => {
    const left = ended.has(one.status) ? Math.max(one.expiresAt - now, -600_001) : one.expiresAt - now;
    const who = `${one.openId ?? ""}${one.prompt ?? ""}${one.newcomer ?? ""}`;
    const sms = one.smsAt === undefined ? "" : `/${Math.min(now - one.smsAt, 600_000)}${one.phone ? "s" : ""}`;
    const pairing = one.pairing === undefined ? "" : `/${one.pairing[0]}${one.pairingTries ?? 0}`;
    const what = `${one.purpose[0]}${pairing}`;
    return `${one.status[0]}${one.status[2]}${one.version}/${left}/${numbered(who)}/${numbered(one.accountId)}${sms}${what}`;
  });
  const sessions = rows.sessions.map((one) => {
    const [age, left] = [Math.min(now - one.createdAt, 60_000), Math.max(one.expiresAt - now, 0)];
    return `${numbered(one.attemptId)}.${numbered(one.id)}/${age}/${left}/${one.firstUsedAt ? 1 : 0}/${one.end ?? ""}`;
  });
  const messages = state.messages.map(
    (one) =>
      `${numbered(one.key)}.${one.left}${one.committed ? 1 : 0}${one.acknowledged ? 1 : 0}${one.effects}.${numbered(one.reply)}`,
  );
  const about = [
    numbers(oracle.startedBy),
    names(oracle.startedFor),
    numbers(oracle.startedAt.map((at) => Math.min(now - at, 135_000))),
    numbers(oracle.scannedBy),
    numbers(oracle.scanOrder),
    bits(oracle.mustAct.map((one) => one === true)),
    numbers(oracle.saidYes),
    bits(oracle.calledOff),
    numbers(oracle.textedAt.map((at) => at && Math.min(now - at, 300_000))),
    bits(oracle.verified),
    names(oracle.token),
    numbers(oracle.redeemedAt.map((at) => at && Math.min(now - at, 60_000))),
    bits(oracle.used),
    names(oracle.over),
    names(oracle.known),
    names(oracle.approvedLinks),
    numbers(rows.approvals.map(({ approvedAt, isUsed }) => (isUsed ? -1 : Math.min(now - approvedAt, 1_800_000)))),
  ];
  return [
    attempts.join(" "),
    names(rows.scans),
    names(rows.accounts.map(({ id }) => id).sort()),
    names(rows.identities.map(({ accountId, openId }) => accountId + openId).sort()),
    sessions.sort().join(" "),
    names(rows.known),
    names(Object.entries(rows.marks).map(([browser, mark]) => browser + mark)),
    names(
      Object.entries(rows.answers)
        .map(([key, { reply }]) => key + reply)
        .sort(),
    ),
    names(
      Object.entries(rows.nonces)
        .map(([nonce, bound]) => nonce + bound)
        .sort(),
    ),
    messages.join(" "),
    names(state.jars),
    hints ? `${numbers(state.shown)};${numbers(state.hinted)}` : "",
    limit === undefined ? "" : numbers(state.hits),
    ...about,
  ].join("|");
}

/** When an attempt ends if nothing happens to it, by the promises; undefined if it has ended. */
export const deadlineOf = (attempt: Attempt): number | undefined =>
  ended.has(attempt.status) ? undefined : attempt.expiresAt + (attempt.status === "pending" ? 15_000 : 0);

export const isOpen = (attempt: Attempt | undefined, now: number): attempt is Attempt =>
  attempt !== undefined && now < (deadlineOf(attempt) ?? 0);

export const personOf = (openId: string | undefined): number | undefined =>
  openId === undefined ? undefined : openIds.indexOf(openId as (typeof openIds)[number]);

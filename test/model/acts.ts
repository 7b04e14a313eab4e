import type { Attempt } from "../../src/domain/attempt.ts";
import { smsSpacing } from "../../src/domain/phone-binding.ts";
import { redeemAgainFor } from "../../src/domain/session.ts";
import { applicationIds, holderOf, type Scenario } from "./scenario.ts";
import { deadlineOf, isOpen, type Message, type State, type Words } from "./state.ts";

/** `unanswered`: the service commits, and its answer is lost. `crashed`: the service dies before it commits. */
export type How = "answered" | "unanswered" | "crashed";

/** One step of a search: what a person, a browser, WeChat or the clock does. */
export type Act =
  | {
      readonly do: "start";
      readonly browser: number;
      readonly application: number;
      readonly purpose?: "link" | "prove";
    }
  | { readonly do: "send" | "say"; readonly words: Words }
  | { readonly do: "deliver"; readonly key: string; readonly how: How }
  | { readonly do: "forge"; readonly key: string; readonly words: Words }
  | { readonly do: "look" | "hint" | "lose hint"; readonly attempt: number }
  | { readonly do: "redeem"; readonly browser: number; readonly attempt: number; readonly how: How }
  /** The redeem of an attempt that a session requested: an approval or a link. */
  | { readonly do: "fetch"; readonly browser: number; readonly attempt: number; readonly how: How }
  /** The user of the page types a pairing code. They know the right one only if it was sent to their own WeChat. */
  | { readonly do: "pair"; readonly attempt: number; readonly code: "right" | "wrong" }
  | { readonly do: "refresh"; readonly browser: number; readonly attempt: number }
  | { readonly do: "cancel"; readonly browser: number; readonly attempt: number }
  | { readonly do: "text"; readonly browser: number; readonly attempt: number }
  | { readonly do: "enter"; readonly browser: number; readonly attempt: number; readonly code: "right" | "wrong" }
  | { readonly do: "use" | "sign out"; readonly browser: number }
  | { readonly do: "wait"; readonly ms: number };

export const keyOf = (words: Words): string => Object.values(words).join(" ");

/** An act as a trace shows it. A wait is named by its length, so that it has the same name in every state. */
export const nameOf = (act: Act): string =>
  Object.values(act)
    .map((value) => (typeof value === "object" ? keyOf(value) : value))
    .join(" ");

/** All acts that are possible in this state. */
export function possible(scenario: Scenario, state: State): Act[] {
  const acts: Act[] = [...fromPhones(scenario, state), ...fromBrowsers(scenario, state)];
  const moment = nextMoment(state);
  if (moment !== undefined) acts.push({ do: "wait", ms: moment - state.now });
  return acts;
}

function fromPhones(scenario: Scenario, state: State): Act[] {
  const said = sayable(scenario, state).filter((words) => state.messages.every(({ key }) => key !== keyOf(words)));
  const room = state.messages.length < scenario.messages;
  const fresh = room ? said.flatMap((words) => ways(scenario, words)) : [];
  return [...fresh, ...state.messages.flatMap((message) => deliveries(scenario, state, message))];
}

const ways = ({ reorder }: Scenario, words: Words): Act[] =>
  reorder
    ? [
        { do: "say", words },
        { do: "send", words },
      ]
    : [{ do: "say", words }];

function deliveries(scenario: Scenario, state: State, { key, left, committed, words }: Message): Act[] {
  const acts: Act[] = [];
  const hows: How[] = scenario.crashes ? ["answered", "unanswered", "crashed"] : ["answered"];
  if (left > 0) acts.push(...hows.map((how): Act => ({ do: "deliver", key, how })));
  // Each source has its own token, so a signature of one source is worth nothing at another.
  if (scenario.plain && committed && words.kind !== "foreign-scan")
    acts.push(...forgeries(state, words).map((as): Act => ({ do: "forge", key, words: as })));
  return acts;
}

/** The contents that an attacker who saw one push would put in its place: a yes to an attempt, or a scan of it. */
const forgeries = (state: State, seen: Words): Words[] =>
  state.rows.attempts.flatMap((_, attempt): Words[] => [
    { kind: "tap", person: seen.person, attempt, says: "yes" },
    { kind: "scan", person: seen.person, attempt, copy: 9 },
  ]);

const yes = ["yes"] as const;
const yesOrNo = ["yes", "no"] as const;

function sayableTo(scenario: Scenario, person: number, attempt: number, isAsked: boolean): Words[] {
  const copies = scenario.calm ? [0] : [0, 1];
  const answers = scenario.calm ? yes : yesOrNo;
  return [
    ...copies.map((copy) => ({ kind: "scan", person, attempt, copy }) as const),
    ...(scenario.foreign ? [{ kind: "foreign-scan", person, attempt, copy: 0 } as const] : []),
    ...(isAsked ? answers.map((says) => ({ kind: "tap", person, attempt, says }) as const) : []),
  ];
}

function sayable(scenario: Scenario, { rows }: State): Words[] {
  const all: Words[] = [];
  for (let person = 0; person < scenario.people; person++) {
    rows.attempts.forEach(({ prompt }, attempt) => {
      all.push(...sayableTo(scenario, person, attempt, prompt !== undefined));
    });
    if (rows.scans.length > 0 && !scenario.calm)
      for (const says of yesOrNo) all.push({ kind: "type", person, says, copy: 0 });
    if (scenario.unfollow && rows.sessions.length > 0) all.push({ kind: "unfollow", person });
  }
  return all;
}

function fromBrowsers(scenario: Scenario, state: State): Act[] {
  const acts: Act[] = [];
  const isRoom = state.rows.attempts.length < scenario.attempts;
  for (let browser = 0; browser < scenario.browsers; browser++) {
    if (isRoom) acts.push(...starts(scenario, state, browser));
    if (state.jars[browser] !== undefined) acts.push({ do: "use", browser }, { do: "sign out", browser });
  }
  state.rows.attempts.forEach((attempt, index) => {
    acts.push(...fromOwner(scenario, state, attempt, index, isRoom));
  });
  return acts;
}

function starts(scenario: Scenario, { jars }: State, browser: number): Act[] {
  if (!scenario.linking) return applicationsOf(scenario).map((application) => ({ do: "start", browser, application }));
  const purposes = jars[browser] === undefined ? [] : (["prove", "link"] as const);
  return purposes.map((purpose) => ({ do: "start", browser, application: 0, purpose }));
}

const applicationsOf = ({ twoApplications }: Scenario): number[] =>
  twoApplications ? [...applicationIds.keys()] : [0];

/** The acts of the attempt's own browser. What others may try is tried in every state, by `without-claim.ts`. */
function fromOwner(scenario: Scenario, state: State, row: Attempt, attempt: number, isRoom: boolean): Act[] {
  const browser = state.oracle.startedBy[attempt] ?? 0;
  const hows: How[] = scenario.crashes ? ["answered", "unanswered", "crashed"] : ["answered"];
  const kind = row.purpose === "sign-in" ? "redeem" : "fetch";
  const acts: Act[] = hows.map((how) => ({ do: kind, browser, attempt, how }));
  acts.push(...pairings(state, row, attempt));
  acts.push({ do: "look", attempt });
  if (scenario.newcomers === "bind-phone") {
    acts.push({ do: "text", browser, attempt });
    for (const code of ["right", "wrong"] as const) acts.push({ do: "enter", browser, attempt, code });
  }
  if (!scenario.calm) acts.push({ do: "cancel", browser, attempt });
  if (isRoom && !scenario.calm && isOpen(row, state.now)) acts.push({ do: "refresh", browser, attempt });
  if (scenario.hints && state.hinted[attempt]) acts.push({ do: "hint", attempt }, { do: "lose hint", attempt });
  return acts;
}

function pairings({ oracle }: State, { pairing }: Attempt, attempt: number): Act[] {
  const [by, browser = 0] = [oracle.scannedBy[attempt], oracle.startedBy[attempt]];
  if (pairing !== "code" || by === undefined) return [];
  const wrong: Act = { do: "pair", attempt, code: "wrong" };
  return holderOf(by) === browser ? [{ do: "pair", attempt, code: "right" }, wrong] : [wrong];
}

/** The next time at which an act may have another result than it has now. */
function nextMoment({ now, rows }: State): number | undefined {
  const moments = [
    ...rows.attempts.flatMap((attempt) => [attempt.expiresAt, deadlineOf(attempt) ?? 0]),
    ...rows.attempts.flatMap(({ smsAt }) => (smsAt === undefined ? [] : [smsAt + smsSpacing])),
    ...rows.bindings.map(({ otpExpiresAt = 0 }) => otpExpiresAt),
    ...rows.sessions.flatMap(({ createdAt, expiresAt }) => [createdAt + redeemAgainFor, expiresAt]),
  ].filter((moment) => moment > now);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

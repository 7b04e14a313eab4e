import type { Attempt } from "../../src/domain/attempt.ts";
import type { Act } from "./acts.ts";
import { rowOf } from "./answer.ts";
import type { Step } from "./happen.ts";
import { confirmAt, openIds, sessionLifetime } from "./scenario.ts";
import { isOpen, type Oracle, put, type State, type Words } from "./state.ts";

/** A step whose `after` does not yet hold what the oracle concludes from it. */
type Seen = Step;

/** How long after an attempt's end a typed digit still answers it, in milliseconds. */
const typedAnswersFor = 600_000;

/** What the oracle knows after a step. It follows from who did what and when, not from the service's state. */
export function updateOracle(step: Seen): Oracle {
  const { before, act, answer, after } = step;
  const seen = before.oracle;
  switch (act.do) {
    case "start":
    case "refresh":
      return started(step, act);
    case "say":
      return heard(step, act.words);
    case "deliver": {
      const message = before.messages.find(({ key }) => key === act.key);
      return message && !message.committed ? heard(step, message.words) : seen;
    }
    case "redeem":
      return redeemed(step, act);
    case "fetch":
      return fetched(step, act);
    case "pair":
      return answer.code === "wrong_pairing_code" && !isOpen(after.rows.attempts[act.attempt], after.now)
        ? calledOff(before, seen, act.attempt)
        : seen;
    case "text":
      return answer.view?.status === "phone_required"
        ? { ...seen, textedAt: put(seen.textedAt, act.attempt, before.now) }
        : seen;
    case "enter":
      return entered(step, act);
    case "cancel":
      return answer.view ? calledOff(before, seen, act.attempt) : seen;
    case "use": {
      const at = seen.token.indexOf(before.jars[act.browser]);
      return answer.signedIn && at >= 0 ? { ...seen, used: put(seen.used, at, true) } : seen;
    }
    case "sign out":
      return signedOut(seen, act.browser, before.jars[act.browser]);
    default:
      return after.oracle;
  }
}

/** A request with a session's token counts as a use of the session. */
function used({ jars, oracle }: State, act: Extract<Act, { do: "start" | "refresh" }>): Oracle {
  const at = act.do === "start" && act.purpose ? oracle.token.indexOf(jars[act.browser]) : -1;
  return at < 0 ? oracle : { ...oracle, used: put(oracle.used, at, true) };
}

function started({ before, answer, after }: Seen, act: Extract<Act, { do: "start" | "refresh" }>): Oracle {
  let seen = used(before, act);
  if (act.do === "refresh" && answer.started) seen = calledOff(before, seen, act.attempt);
  if (after.rows.attempts.length === before.rows.attempts.length) return seen;
  const at = before.rows.attempts.length;
  const wanted = act.do === "start" ? ["shop", "till"][act.application] : seen.startedFor[act.attempt];
  return {
    ...seen,
    startedBy: [...seen.startedBy, act.browser],
    startedFor: [...seen.startedFor, wanted ?? ""],
    startedAt: [...seen.startedAt, before.now],
    scannedBy: put(seen.scannedBy, at, undefined),
    mustAct: put(seen.mustAct, at, undefined),
    saidYes: put(seen.saidYes, at, undefined),
    textedAt: put(seen.textedAt, at, undefined),
    verified: put(seen.verified, at, false),
    calledOff: put(seen.calledOff, at, false),
    token: put(seen.token, at, undefined),
    redeemedAt: put(seen.redeemedAt, at, undefined),
    used: put(seen.used, at, false),
    over: put(seen.over, at, undefined),
  };
}

/** A push was processed for the first time. */
function heard(step: Seen, words: Words): Oracle {
  const { scenario, before, answer } = step;
  const seen = before.oracle;
  const isTooMany = (before.hits[words.person] ?? 0) + 1 > (scenario.limit ?? 99) && words.kind !== "unfollow";
  if (answer.reply === undefined || isTooMany) return seen;
  switch (words.kind) {
    case "scan":
      return scanned(step, seen, words);
    case "foreign-scan":
      return seen;
    case "tap":
      return said(step, seen, words.person, words.attempt, words.says);
    case "type": {
      const at = seen.scanOrder.findLast((one) => seen.scannedBy[one] === words.person);
      const row = at === undefined ? undefined : before.rows.attempts[at];
      if (at === undefined || !row || before.now > row.expiresAt + typedAnswersFor) return seen;
      return said(step, seen, words.person, at, words.says);
    }
    case "unfollow":
      return seen.scannedBy.reduce<Oracle>(
        (all, person, at) =>
          person === words.person && isLive(all, at, before.now) ? over(all, at, "unfollowed") : all,
        seen,
      );
  }
}

/** Attempts that a session requested end with the session. */
const isAskerGone = ({ rows, now }: State, { sessionId }: Attempt): boolean =>
  sessionId !== undefined &&
  rows.sessions.every(({ id, endedAt, expiresAt }) => id !== sessionId || endedAt !== undefined || now >= expiresAt);

/** A scan of a link by a WeChat with an account of its own, or of an approval by one outside the account, ends it. */
function refusal({ before, after }: Seen, attempt: number): Pick<Oracle, "calledOff"> {
  const { calledOff } = before.oracle;
  const isConflict = after.rows.attempts[attempt]?.reason === "conflict";
  return { calledOff: isConflict ? put(calledOff, attempt, true) : calledOff };
}

function scanned(step: Seen, seen: Oracle, { person, attempt }: { person: number; attempt: number }): Oracle {
  const { before } = step;
  const { newcomers } = step.scenario;
  const row = rowOf(before, attempt);
  const confirm = confirmAt(step.scenario, row.applicationId);
  const isInTime = before.now < (seen.startedAt[attempt] ?? 0) + 135_000;
  if (!isInTime || seen.scannedBy[attempt] !== undefined || seen.calledOff[attempt]) return seen;
  if (row.purpose === "link" && isAskerGone(before, row))
    return { ...seen, calledOff: put(seen.calledOff, attempt, true) };
  const first = {
    ...seen,
    scannedBy: put(seen.scannedBy, attempt, person),
    scanOrder: [...seen.scanOrder, attempt],
  };
  const isNew = before.rows.identities.every(({ openId }) => openId !== openIds[person]);
  if (isNew && newcomers === "refuse") return { ...first, calledOff: put(seen.calledOff, attempt, true) };
  const isKnown = seen.known.includes(`${seen.startedBy[attempt]} ${person} ${row.applicationId} 1`);
  const { purpose } = row;
  // A link is not confirmed in the chat; the user types the pairing code on the page.
  if (purpose === "link") return { ...first, ...refusal(step, attempt), mustAct: put(seen.mustAct, attempt, false) };
  if (purpose === "prove") return { ...first, mustAct: put(seen.mustAct, attempt, true) };
  const mustAct = confirm === "always" || (confirm === "new-browser" && !isKnown);
  return { ...first, mustAct: put(seen.mustAct, attempt, mustAct) };
}

function said(step: Seen, seen: Oracle, person: number, at: number, says: "yes" | "no"): Oracle {
  const { before } = step;
  const row = before.rows.attempts[at];
  if (seen.scannedBy[at] !== person) return seen;
  const isHeard = isOpen(row, before.now) && !seen.calledOff[at];
  if (says === "yes" && isHeard && row.status === "scanned" && isAskerGone(before, row))
    return { ...seen, calledOff: put(seen.calledOff, at, true) };
  if (says === "yes")
    return isHeard && row.status === "scanned"
      ? { ...seen, ...refusal(step, at), saidYes: put(seen.saidYes, at, person) }
      : seen;
  if (seen.redeemedAt[at] === undefined) return isHeard ? { ...seen, calledOff: put(seen.calledOff, at, true) } : seen;
  const undone = over(seen, at, "undone");
  return { ...undone, known: seen.known.filter((one) => !one.startsWith(`${seen.startedBy[at]} ${person} `)) };
}

function redeemed({ before, answer }: Seen, { browser, attempt }: Extract<Act, { do: "redeem" }>): Oracle {
  const seen = before.oracle;
  if (!answer.redeemed || seen.redeemedAt[attempt] !== undefined) return seen;
  const at = seen.token.findIndex((token) => token !== undefined && token === before.jars[browser]);
  // Sessions of the other application stay, although the browser has one cookie for both.
  const isSame = at >= 0 && seen.startedFor[at] === seen.startedFor[attempt];
  const next = isSame && isLive(seen, at, before.now) ? over(seen, at, "replaced") : seen;
  const who = `${browser} ${seen.scannedBy[attempt]} ${seen.startedFor[attempt]} `;
  const isByAct = seen.saidYes[attempt] === seen.scannedBy[attempt];
  const pair = `${who}${isByAct || seen.known.includes(`${who}1`) ? 1 : 0}`;
  return {
    ...next,
    token: put(seen.token, attempt, answer.redeemed.token),
    redeemedAt: put(seen.redeemedAt, attempt, before.now),
    known: [...seen.known.filter((one) => !one.startsWith(who)), pair].sort(),
  };
}

/** The result of an attempt that a session requested: an approval to add a WeChat, or the WeChat added. */
function fetched({ before, answer }: Seen, { attempt }: Extract<Act, { do: "fetch" }>): Oracle {
  const seen = before.oracle;
  if (!answer.fetched || seen.redeemedAt[attempt] !== undefined) return seen;
  const { purpose } = rowOf(before, attempt);
  const accountId = answer.fetched.account.id;
  const approver = openIds[seen.saidYes[attempt] ?? 9];
  const isOwn = before.rows.identities.some((one) => one.openId === approver && one.accountId === accountId);
  const approved = purpose === "prove" && isOwn ? [...seen.approvedLinks, accountId] : seen.approvedLinks;
  const used = purpose === "link" ? approved.toSpliced(approved.indexOf(accountId), 1) : approved;
  return { ...seen, approvedLinks: used, redeemedAt: put(seen.redeemedAt, attempt, before.now) };
}

/** How long the code of an SMS is valid, in milliseconds. */
const codeLives = 300_000;

function entered({ before, after }: Seen, { attempt, code }: Extract<Act, { do: "enter" }>): Oracle {
  const [seen, textedAt] = [before.oracle, before.oracle.textedAt[attempt]];
  const row = before.rows.attempts[attempt];
  const isAsked = row?.status === "phone_required" && isOpen(row, before.now);
  const isInTime = textedAt !== undefined && before.now < textedAt + codeLives;
  if (!isAsked || !isInTime || code === "wrong") return seen;
  const verified = { ...seen, verified: put(seen.verified, attempt, true) };
  // The phone belonged to another account.
  const isConflict = after.rows.attempts[attempt]?.reason === "conflict";
  return isConflict ? { ...verified, calledOff: put(seen.calledOff, attempt, true) } : verified;
}

/** After a sign-out the browser is unknown to that application again. */
function signedOut(seen: Oracle, browser: number, token: string | undefined): Oracle {
  const at = token === undefined ? -1 : seen.token.indexOf(token);
  if (at < 0) return seen;
  const who = `${browser} ${seen.scannedBy[at]} ${seen.startedFor[at]} `;
  return { ...over(seen, at, "signed out"), known: seen.known.filter((one) => !one.startsWith(who)) };
}

/** Whether the session of an attempt is live: neither ended nor expired. */
export const isLive = (seen: Oracle, at: number, now: number): boolean => {
  const redeemedAt = seen.redeemedAt[at];
  return redeemedAt !== undefined && seen.over[at] === undefined && now < redeemedAt + sessionLifetime;
};

const over = (seen: Oracle, at: number, why: string): Oracle =>
  seen.redeemedAt[at] === undefined || seen.over[at] !== undefined ? seen : { ...seen, over: put(seen.over, at, why) };

const calledOff = (before: State, seen: Oracle, at: number): Oracle =>
  isOpen(before.rows.attempts[at], before.now) ? { ...seen, calledOff: put(seen.calledOff, at, true) } : seen;

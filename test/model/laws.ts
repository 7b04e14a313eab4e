import type { Attempt } from "../../src/domain/attempt.ts";
import type { Step } from "./happen.ts";
import { redeemLaws } from "./redeem-laws.ts";
import { openIds } from "./scenario.ts";
import { deadlineOf, isOpen, personOf, type State, type Words } from "./state.ts";
import { isLive } from "./witness.ts";

/** What must hold of every step, by the number of the law it is part of; 0 where it is a promise of another kind. */
export interface Law {
  readonly law: number;
  readonly name: string;
  holds(step: Step): boolean;
}

const every = ({ rows }: State, is: (attempt: Attempt, index: number) => boolean): boolean => rows.attempts.every(is);

const wasGranted = ({ status }: Attempt): boolean => status === "granted" || status === "redeemed";

const terminal = new Set(["redeemed", "expired", "declined", "cancelled"]);

/** The words of the push that this step delivered, and whether it was the first time it was dealt with. */
function delivered({ before, act }: Step): { words: Words; isFirst: boolean } | undefined {
  if (act.do === "say") return { words: act.words, isFirst: true };
  if (act.do !== "deliver") return undefined;
  const message = before.messages.find(({ key }) => key === act.key);
  return message && { words: message.words, isFirst: !message.committed };
}

const links = (reply: string): number[] => [...reply.matchAll(/msgmenuid=(\d+)/g)].map(([, id]) => Number(id));

const stepLaws: readonly Law[] = [
  {
    law: 1,
    name: "the identity is written once, with its prompt",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      before.rows.attempts.every((old, index) => {
        const next = after.rows.attempts[index];
        return old.openId === undefined || (next?.openId === old.openId && next.prompt === old.prompt);
      }),
  },
  {
    law: 1,
    name: "the first scan in time is the one that counts",
    holds: ({ after }) => every(after, ({ openId }, index) => personOf(openId) === after.witness.scannedBy[index]),
  },
  {
    law: 1,
    name: "a prompt is shown to the person it is bound to, and to nobody else",
    holds(step) {
      const push = delivered(step);
      const reply = step.answer.reply ?? "";
      if (!push || reply === "") return true;
      const { attempts } = step.after.rows;
      return links(reply).every((id) =>
        attempts.some(({ prompt = 0, openId }) => id - (id % 4) === prompt && openId === openIds[push.words.person]),
      );
    },
  },
  {
    law: 1,
    name: "the scanner is asked where the policy asks, and everybody else hears that it is used",
    holds(step) {
      const push = delivered(step);
      const { before, after, answer } = step;
      if (push?.words.kind !== "scan" || !push.isFirst || answer.reply === undefined) return true;
      const { attempt, person } = push.words;
      const row = before.rows.attempts[attempt];
      if (!isOpen(row, before.now) || answer.reply.includes("太频繁")) return true;
      const isOurs = after.witness.scannedBy[attempt] === person;
      const isAsked = isOurs && after.rows.attempts[attempt]?.status === "scanned";
      return answer.reply.startsWith("ask") === isAsked && (isOurs || answer.reply.includes("has been used"));
    },
  },
  {
    law: 0,
    name: "what has ended stays as it ended",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      before.rows.attempts.every((old, index) => !terminal.has(old.status) || after.rows.attempts[index] === old),
  },
  {
    law: 0,
    name: "nothing moves after its deadline, but to expired",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      before.rows.attempts.every((old, index) => {
        const [deadline, next] = [deadlineOf(old), after.rows.attempts[index]];
        return next === old || deadline === undefined || before.now < deadline || next?.status === "expired";
      }),
  },
  {
    law: 4,
    name: "what was acknowledged is in the database",
    holds: ({ after }) =>
      after.messages.every(
        ({ acknowledged, key, words }) =>
          !acknowledged || `${words.kind === "foreign-scan" ? "wx-other" : "wx-own"} ${key}` in after.rows.answers,
      ),
  },
  {
    law: 4,
    name: "what was not committed left nothing behind",
    holds: ({ before, after, answer }) => answer.code === undefined || before.rows === after.rows,
  },
  {
    law: 4,
    name: "nobody is told before the commit",
    holds: ({ answer }) => !answer.early,
  },
  {
    law: 5,
    name: "a push has at most one effect",
    holds: ({ after }) => after.messages.every(({ effects }) => effects <= 1),
  },
  {
    law: 5,
    name: "a push that was dealt with has no effect when it comes again",
    holds(step) {
      const push = delivered(step);
      if (!push || push.isFirst) return true;
      const { before, after } = step;
      return before.rows.attempts === after.rows.attempts && before.rows.sessions === after.rows.sessions;
    },
  },
  {
    law: 5,
    name: "a push has the same reply each time",
    holds(step) {
      const { act, answer, before } = step;
      if (act.do !== "deliver" || answer.reply === undefined) return true;
      const first = before.messages.find(({ key }) => key === act.key)?.reply;
      return first === undefined || first === answer.reply;
    },
  },
  {
    law: 3,
    name: "under a nonce that signed another message nothing is taken",
    holds: ({ act, answer, before, after }) =>
      act.do !== "forge" || (answer.refused === true && before.rows === after.rows),
  },
  {
    law: 7,
    name: "no grant without that person's own act, unless the policy asks for none",
    holds: ({ after }) =>
      every(after, (attempt, index) => {
        const { mustAct, saidYes, scannedBy } = after.witness;
        return !wasGranted(attempt) || !mustAct[index] || saidYes[index] === scannedBy[index];
      }),
  },
  {
    law: 7,
    name: "whoever says yes in time is heard, and whoever needs no act is let in",
    holds: ({ before, after }) =>
      before.witness === after.witness ||
      every(after, ({ status }, index) => {
        const { saidYes, mustAct } = after.witness;
        const isNewYes = saidYes[index] !== undefined && before.witness.saidYes[index] === undefined;
        const isNewGrant = mustAct[index] === false && before.witness.mustAct[index] === undefined;
        return !(isNewYes || isNewGrant) || status === "granted";
      }),
  },
  {
    law: 7,
    name: "whatever was called off signs nobody in",
    holds: ({ after }) =>
      every(after, (attempt, index) => !after.witness.calledOff[index] || !isOpenOrRedeemed(attempt, after.now)),
  },
  {
    law: 7,
    name: "looking changes nothing",
    holds: ({ act, before, after }) => (act.do !== "look" && act.do !== "hint") || before.rows === after.rows,
  },
  {
    law: 7,
    name: "after an undo the browser is a stranger to that account again",
    holds: ({ after }) =>
      after.rows.known.every((pair) =>
        after.rows.sessions.some(({ attemptId, accountId }) => {
          const at = after.rows.attempts.findIndex(({ id }) => id === attemptId);
          const hash = after.rows.attempts[at]?.browserHash;
          const who = `${after.witness.startedBy[at]} ${after.witness.scannedBy[at]}`;
          return pair === `${hash} ${accountId}` && after.witness.known.includes(who);
        }),
      ),
  },
  {
    law: 8,
    name: "an attempt is of the application it was asked for",
    holds({ act, answer, after }) {
      if (!answer.started) return true;
      const at = after.rows.attempts.findIndex(({ id }) => id === answer.started?.id);
      const wanted = act.do === "start" ? ["shop", "till"][act.application] : after.witness.startedFor[at];
      return answer.started.applicationId === wanted;
    },
  },
  {
    law: 0,
    name: "one identity has one account, and one that is refused has none",
    holds: ({ scenario, after }) => {
      const { accounts, identities } = after.rows;
      const people = new Set(identities.map(({ openId }) => openId));
      const isOne = people.size === identities.length && accounts.length === identities.length;
      return isOne && (scenario.newcomers === "create" || accounts.length === 0);
    },
  },
  {
    law: 0,
    name: "a watcher shows what is so, and never an earlier state again",
    holds({ act, answer, before, after }) {
      if (act.do !== "look" && act.do !== "hint") return true;
      const shown = after.shown[act.attempt] ?? 0;
      return shown === answer.view?.version && shown >= (before.shown[act.attempt] ?? 0);
    },
  },
  {
    law: 0,
    name: "without any hint a watcher sees the truth",
    holds({ act, answer, after }) {
      if (act.do !== "look") return true;
      const row = after.rows.attempts[act.attempt];
      const isOver = row !== undefined && !terminal.has(row.status) && !isOpen(row, after.now);
      return answer.view?.status === (isOver ? "expired" : row?.status);
    },
  },
  {
    law: 2,
    name: "a session's token works while it is live, as its scanner's account, and no longer",
    holds({ act, answer, before }) {
      if (act.do !== "use") return true;
      const at = before.witness.token.indexOf(before.jars[act.browser]);
      if (!isLive(before.witness, at, before.now)) return answer.signedIn === undefined;
      const openId = openIds[before.witness.scannedBy[at] ?? 9];
      const accountId = before.rows.identities.find((one) => one.openId === openId)?.accountId;
      return answer.signedIn !== undefined && answer.signedIn.account.id === accountId;
    },
  },
];

const isOpenOrRedeemed = (attempt: Attempt, now: number): boolean =>
  attempt.status === "redeemed" || isOpen(attempt, now);

export const laws: readonly Law[] = [...stepLaws, ...redeemLaws];

import type { Attempt } from "../../src/domain/attempt.ts";
import { every, type Law } from "./law.ts";
import { isOpen } from "./state.ts";

const wasGranted = ({ status }: Attempt): boolean => status === "granted" || status === "redeemed";

const isOpenOrRedeemed = (attempt: Attempt, now: number): boolean =>
  attempt.status === "redeemed" || isOpen(attempt, now);

/** Laws 7 and 8: a sign-in needs the required act, and an act counts for its own attempt and purpose only. */
export const grantLaws: readonly Law[] = [
  {
    law: 7,
    name: "no grant without that person's own act, unless the policy asks for none",
    holds: ({ after }) =>
      every(after, (attempt, index) => {
        const { mustAct, saidYes, scannedBy } = after.oracle;
        return !wasGranted(attempt) || !mustAct[index] || saidYes[index] === scannedBy[index];
      }),
  },
  {
    law: 7,
    name: "a yes in time is granted, and so is a scan that needs no act",
    holds: ({ scenario, before, after }) =>
      before.oracle === after.oracle ||
      every(after, ({ status }, index) => {
        const { saidYes, mustAct } = after.oracle;
        const isNewYes = saidYes[index] !== undefined && before.oracle.saidYes[index] === undefined;
        const isNewGrant = mustAct[index] === false && before.oracle.mustAct[index] === undefined;
        const isRefused = after.rows.attempts[index]?.reason === "conflict";
        const isLetIn =
          status === "granted" || isRefused || (status === "phone_required" && scenario.newcomers === "bind-phone");
        return !(isNewYes || isNewGrant) || isLetIn;
      }),
  },
  {
    law: 7,
    name: "a newcomer who has to bind a phone is not signed in without one, and no two accounts have the same phone",
    holds({ scenario, after }) {
      if (scenario.newcomers !== "bind-phone") return true;
      const phones = after.rows.accounts.map(({ phone }) => phone);
      const isEachOnes = phones.every((phone) => phone !== undefined) && new Set(phones).size === phones.length;
      const isShown = every(
        after,
        (attempt, index) => !wasGranted(attempt) || !attempt.newcomer || after.oracle.verified[index] === true,
      );
      return isEachOnes && isShown;
    },
  },
  {
    law: 7,
    name: "an attempt that was called off signs nobody in",
    holds: ({ after }) =>
      every(after, (attempt, index) => !after.oracle.calledOff[index] || !isOpenOrRedeemed(attempt, after.now)),
  },
  {
    law: 7,
    name: "reading an attempt changes nothing",
    holds: ({ act, before, after }) => (act.do !== "look" && act.do !== "hint") || before.rows === after.rows,
  },
  {
    law: 7,
    name: "after an undo the browser is unknown to that account again",
    holds: ({ after }) =>
      after.rows.known.every((pair) =>
        after.rows.sessions.some(({ attemptId, accountId }) => {
          const at = after.rows.attempts.findIndex(({ id }) => id === attemptId);
          const hash = after.rows.attempts[at]?.browserHash;
          const { startedBy, scannedBy, startedFor, known } = after.oracle;
          const who = `${startedBy[at]} ${scannedBy[at]} ${startedFor[at]} ${pair.at(-1)}`;
          return pair.startsWith(`${hash} ${accountId} ${startedFor[at]} `) && known.includes(who);
        }),
      ),
  },
  {
    law: 8,
    name: "an attempt belongs to the application that it was started for",
    holds({ act, answer, after }) {
      if (!answer.started) return true;
      const at = after.rows.attempts.findIndex(({ id }) => id === answer.started?.id);
      const wanted = act.do === "start" ? ["shop", "till"][act.application] : after.oracle.startedFor[at];
      return answer.started.applicationId === wanted;
    },
  },
];

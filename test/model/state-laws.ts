import { type Law, terminal } from "./law.ts";
import { isLive } from "./oracle.ts";
import { openIds } from "./scenario.ts";
import { deadlineOf, isOpen } from "./state.ts";

/** Promises about ends, deadlines, accounts, watchers and sessions that hold after every step. */
export const stateLaws: readonly Law[] = [
  {
    law: 0,
    name: "an attempt that has ended does not change",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      before.rows.attempts.every((old, index) => !terminal.has(old.status) || after.rows.attempts[index] === old),
  },
  {
    law: 0,
    name: "after its deadline an attempt changes only to expired",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      before.rows.attempts.every((old, index) => {
        const [deadline, next] = [deadlineOf(old), after.rows.attempts[index]];
        return next === old || deadline === undefined || before.now < deadline || next?.status === "expired";
      }),
  },
  {
    law: 0,
    name: "an identity belongs to one account, and a refused one to none",
    holds: ({ scenario, after }) => {
      const { accounts, identities } = after.rows;
      const people = new Set(identities.map(({ openId }) => openId));
      const owners = new Set(identities.map(({ accountId }) => accountId));
      const isOne = people.size === identities.length && accounts.length === owners.size;
      return isOne && (scenario.newcomers !== "refuse" || accounts.length === 0);
    },
  },
  {
    law: 0,
    name: "a watcher shows the current state, and never an earlier one again",
    holds({ act, answer, before, after }) {
      if (act.do !== "look" && act.do !== "hint") return true;
      const shown = after.shown[act.attempt] ?? 0;
      return shown === answer.view?.version && shown >= (before.shown[act.attempt] ?? 0);
    },
  },
  {
    law: 0,
    name: "a watcher that reads without a hint sees the current status",
    holds({ act, answer, after }) {
      if (act.do !== "look") return true;
      const row = after.rows.attempts[act.attempt];
      const isOver = row !== undefined && !terminal.has(row.status) && !isOpen(row, after.now);
      return answer.view?.status === (isOver ? "expired" : row?.status);
    },
  },
  {
    law: 2,
    name: "a session's token returns the account of the person who scanned, while the session is live and no longer",
    holds({ act, answer, before }) {
      if (act.do !== "use") return true;
      const at = before.oracle.token.indexOf(before.jars[act.browser]);
      if (!isLive(before.oracle, at, before.now)) return answer.signedIn === undefined;
      const openId = openIds[before.oracle.scannedBy[at] ?? 9];
      const accountId = before.rows.identities.find((one) => one.openId === openId)?.accountId;
      return answer.signedIn !== undefined && answer.signedIn.account.id === accountId;
    },
  },
];

import type { Step } from "./happen.ts";
import type { Law } from "./law.ts";
import { openIds } from "./scenario.ts";
import { isOpen, type State } from "./state.ts";

/** The result that a redeem with the claim must have. */
function expected({ oracle, rows, now }: State, at: number): string {
  const redeemedAt = oracle.redeemedAt[at];
  if (redeemedAt === undefined) {
    const row = rows.attempts[at];
    if (!isOpen(row, now) || oracle.calledOff[at]) return "attempt_ended";
    return row?.status === "granted" ? "session" : "attempt_not_granted";
  }
  if (oracle.over[at] !== undefined) return "attempt_ended";
  return oracle.used[at] || now >= redeemedAt + 60_000 ? "already_redeemed" : "session";
}

const redeeming =
  (holds: (step: Step, attempt: number) => boolean) =>
  (step: Step): boolean =>
    step.act.do !== "redeem" || holds(step, step.act.attempt);

export const redeemLaws: readonly Law[] = [
  {
    law: 2,
    name: "a redeem returns the session when it is due, again until its first use or 60 s, and never after its end",
    holds: redeeming(({ before, answer }, attempt) => {
      if (answer.code === "power cut") return true;
      return expected(before, attempt) === (answer.redeemed ? "session" : answer.code);
    }),
  },
  {
    law: 2,
    name: "a repeated redeem returns the same session and the same token",
    holds: redeeming(({ before, answer }, attempt) => {
      const token = before.oracle.token[attempt];
      const session = before.rows.sessions.find((one) => one.attemptId === before.rows.attempts[attempt]?.id);
      if (token === undefined || !answer.redeemed) return true;
      return answer.redeemed.token === token && answer.redeemed.session.id === session?.id;
    }),
  },
  {
    law: 2,
    name: "an attempt has at most one session",
    holds: ({ after }) => {
      const { sessions } = after.rows;
      return new Set(sessions.map(({ attemptId }) => attemptId)).size === sessions.length;
    },
  },
  {
    law: 2,
    name: "a session that was signed out, undone, replaced or unfollowed has ended in the database",
    holds: ({ after }) =>
      after.rows.sessions.every(({ attemptId, endedAt }) => {
        const at = after.rows.attempts.findIndex(({ id }) => id === attemptId);
        return after.oracle.over[at] === undefined || endedAt !== undefined;
      }),
  },
  {
    law: 3,
    name: "a session has a scan in time, and belongs to its person, source and application",
    holds: ({ after }) =>
      after.rows.sessions.every((session) => {
        const at = after.rows.attempts.findIndex(({ id }) => id === session.attemptId);
        const { scannedBy, startedFor } = after.oracle;
        const isWhose = session.openId === openIds[scannedBy[at] ?? 9] && session.appid === "wx-own";
        const identity = after.rows.identities.find(({ openId }) => openId === session.openId);
        return isWhose && session.applicationId === startedFor[at] && identity?.accountId === session.accountId;
      }),
  },
  {
    law: 3,
    name: "only a redeemed attempt has a session",
    holds: ({ after }) =>
      after.rows.sessions.every(({ attemptId }) =>
        after.rows.attempts.some(({ id, status }) => id === attemptId && status === "redeemed"),
      ),
  },
];

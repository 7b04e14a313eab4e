import type { Law } from "./law.ts";
import { holderOf } from "./scenario.ts";
import { isOpen, personOf, type State } from "./state.ts";

/** The people whose WeChats belong to an account. */
function holdersOf({ rows }: State, accountId: string): Set<number> {
  const own = rows.identities.filter((one) => one.accountId === accountId);
  return new Set(own.map(({ openId }) => holderOf(personOf(openId) ?? 9)));
}

/** The people whose page has proved the phone of this account. */
function phoneHolders({ rows, oracle }: State, accountId: string): number[] {
  return rows.attempts.flatMap((attempt, index) =>
    attempt.accountId === accountId && oracle.verified[index] ? [oracle.startedBy[index] ?? 9] : [],
  );
}

/** Laws 9 and 10: an account's WeChats are those of its own people. */
export const personLaws: readonly Law[] = [
  {
    law: 9,
    name: "an attempt that is not redeemed changes no account",
    holds: ({ act, before, after }) =>
      act.do === "redeem" ||
      act.do === "fetch" ||
      (before.rows.accounts === after.rows.accounts && before.rows.identities === after.rows.identities),
  },
  {
    law: 9,
    name: "an account's WeChats and its phone belong to one person",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      after.rows.accounts.every(({ id, phone }) => {
        const holders = holdersOf(after, id);
        return holders.size <= 1 && (phone === undefined || phoneHolders(after, id).every((one) => holders.has(one)));
      }),
  },
  {
    law: 10,
    name: "a WeChat is added only after one of the account's own has approved it, and each approval adds one",
    holds: ({ before, after }) =>
      before.rows.identities === after.rows.identities ||
      after.rows.identities.every((identity) => {
        const isOld = before.rows.identities.some(({ openId }) => openId === identity.openId);
        const isNewAccount = before.rows.accounts.every(({ id }) => id !== identity.accountId);
        return isOld || isNewAccount || before.oracle.approvedLinks.includes(identity.accountId);
      }),
  },
  {
    law: 10,
    name: "only a WeChat of the account approves for it",
    holds({ act, answer, before }) {
      if (act.do !== "fetch" || !answer.fetched || before.rows.attempts[act.attempt]?.purpose !== "prove") return true;
      const { account } = answer.fetched;
      return before.rows.identities.some(
        ({ openId, accountId }) => personOf(openId) === before.oracle.saidYes[act.attempt] && accountId === account.id,
      );
    },
  },
  {
    law: 10,
    name: "a WeChat that was approved and paired is added when its page fetches it",
    holds({ act, answer, before }) {
      if (act.do !== "fetch" || answer.fetched !== undefined || answer.code === "power cut") return true;
      const row = before.rows.attempts[act.attempt];
      const isReady = row?.status === "granted" && isOpen(row, before.now) && row.pairing !== "code";
      const isSignedIn = before.rows.sessions.some(
        ({ id, endedAt, expiresAt }) => id === row?.sessionId && endedAt === undefined && before.now < expiresAt,
      );
      return !isReady || !isSignedIn || (row.purpose === "link" && before.oracle.approvedLinks.length === 0);
    },
  },
];

import type { Law } from "./law.ts";
import { holderOf } from "./scenario.ts";
import { isOpen, personOf, type State } from "./state.ts";

/** Whose WeChats open an account: the holders of their phones. */
function holdersOf({ rows }: State, accountId: string): Set<number> {
  const own = rows.identities.filter((one) => one.accountId === accountId);
  return new Set(own.map(({ openId }) => holderOf(personOf(openId) ?? 9)));
}

/** Whose page has shown that the phone of this account is theirs. */
function phoneHolders({ rows, oracle }: State, accountId: string): number[] {
  return rows.attempts.flatMap((attempt, index) =>
    attempt.accountId === accountId && oracle.verified[index] ? [oracle.startedBy[index] ?? 9] : [],
  );
}

/** Laws 9 and 10: whose WeChat it is that answered. */
export const personLaws: readonly Law[] = [
  {
    law: 9,
    name: "nothing lasting comes of an attempt that is not redeemed",
    holds: ({ act, before, after }) =>
      act.do === "redeem" ||
      act.do === "fetch" ||
      (before.rows.accounts === after.rows.accounts && before.rows.identities === after.rows.identities),
  },
  {
    law: 9,
    name: "an account is opened by the WeChats of one person, who has its phone",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      after.rows.accounts.every(({ id, phone }) => {
        const holders = holdersOf(after, id);
        return holders.size <= 1 && (phone === undefined || phoneHolders(after, id).every((one) => holders.has(one)));
      }),
  },
  {
    law: 10,
    name: "a WeChat is added only after one of the account's own has said yes to that, once for each",
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
    name: "only a WeChat that the account already has approves",
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

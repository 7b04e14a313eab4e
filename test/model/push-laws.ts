import { delivered, type Law } from "./law.ts";

/** Laws 3, 4 and 5: what a push may change, and when WeChat gets an answer. */
export const pushLaws: readonly Law[] = [
  {
    law: 4,
    name: "an acknowledged push is in the database",
    holds: ({ after }) =>
      after.messages.every(
        ({ acknowledged, key, words }) =>
          !acknowledged || `${words.kind === "foreign-scan" ? "wx-other" : "wx-own"} ${key}` in after.rows.answers,
      ),
  },
  {
    law: 4,
    name: "a push that was not committed changes nothing",
    holds({ before, after, answer }) {
      if (answer.code === undefined || before.rows === after.rows) return true;
      // Two changes are kept on purpose: the number of wrong codes, and that a session was used.
      if (answer.code === "wrong_pairing_code") return after.rows.identities === before.rows.identities;
      return answer.code === "fresh_proof_needed" && after.rows.attempts === before.rows.attempts;
    },
  },
  {
    law: 4,
    name: "no hint or event is sent before the commit",
    holds: ({ answer }) => !answer.early,
  },
  {
    law: 5,
    name: "a push has at most one effect",
    holds: ({ after }) => after.messages.every(({ effects }) => effects <= 1),
  },
  {
    law: 5,
    name: "a push that was processed has no effect when it is delivered again",
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
    name: "a message with the nonce of another message is refused",
    holds: ({ act, answer, before, after }) =>
      act.do !== "forge" || (answer.refused === true && before.rows === after.rows),
  },
];

import type { Law } from "./law.ts";
import { delivered, every } from "./law.ts";
import { openIds } from "./scenario.ts";
import { isOpen, personOf } from "./state.ts";

/** The prompts that a reply has links for. */
const links = (reply: string): number[] => [...reply.matchAll(/msgmenuid=(\d+)/g)].map(([, id]) => Number(id));

/** Law 1: an attempt belongs to the person who scanned it first. */
export const scanLaws: readonly Law[] = [
  {
    law: 1,
    name: "the identity of an attempt is written once, with its prompt",
    holds: ({ before, after }) =>
      before.rows === after.rows ||
      before.rows.attempts.every((old, index) => {
        const next = after.rows.attempts[index];
        return old.openId === undefined || (next?.openId === old.openId && next.prompt === old.prompt);
      }),
  },
  {
    law: 1,
    name: "an attempt belongs to the first scan in time",
    holds: ({ after }) => every(after, ({ openId }, index) => personOf(openId) === after.oracle.scannedBy[index]),
  },
  {
    law: 1,
    name: "a prompt is shown only to the person who scanned",
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
    name: "the person who scanned is asked if the policy requires it, and others are told that the QR has been used",
    holds(step) {
      const push = delivered(step);
      const { before, after, answer } = step;
      if (push?.words.kind !== "scan" || !push.isFirst || answer.reply === undefined) return true;
      const { attempt, person } = push.words;
      const row = before.rows.attempts[attempt];
      if (!isOpen(row, before.now) || answer.reply.includes("太频繁")) return true;
      const hasEndedNow = after.oracle.calledOff[attempt] && !before.oracle.calledOff[attempt];
      if (hasEndedNow) return !answer.reply.startsWith("ask");
      const isOurs = after.oracle.scannedBy[attempt] === person;
      const isAsked = isOurs && after.rows.attempts[attempt]?.status === "scanned";
      return answer.reply.startsWith("ask") === isAsked && (isOurs || answer.reply.includes("has been used"));
    },
  },
];

import { openIds } from "../scenario.ts";
import {
  type Act,
  accountId,
  ageOf,
  has,
  type Member,
  maySayNo,
  openChanges,
  people,
  type State,
  type Step,
  wait,
} from "./world.ts";

interface ChangeLaw {
  readonly name: string;
  holds(step: Step): boolean;
}

const isThere = ({ rows }: State): boolean => rows.accounts.some(({ id }) => id === accountId);
const phoneOf = ({ rows }: State): string | undefined => rows.accounts.find(({ id }) => id === accountId)?.phone;
const gone = ({ before, after }: Step): Member[] => people.filter((one) => has(before, one) && !has(after, one));

/** Whether this act may remove this identity at once, without an announced change. */
function isAtOnce({ act, before }: Step, person: Member): boolean {
  if (act.do === "remove") return act.target === person && ageOf(act.by) <= ageOf(person);
  return act.do === "not mine" && has(before, act.by) && ageOf(act.by) < ageOf(person);
}

/** The announced changes of this kind that are due and that no entitled identity has objected to. */
const due = ({ before }: Step, action: "remove" | "delete" | "phone", person?: Member) =>
  openChanges(before).filter(
    (one) =>
      one.action === action &&
      before.now >= (before.announced[one.id] ?? Number.POSITIVE_INFINITY) + wait &&
      !before.refused.includes(one.id) &&
      (person === undefined || one.about?.openId === openIds[person]),
  );

const isSweep = ({ act }: Step): boolean => act.do === "sweep";
const isBy = (act: Act): act is Extract<Act, { by: Member }> => "by" in act;

export const changeLaws: readonly ChangeLaw[] = [
  {
    name: "an identity is removed at once only by one as old or older, otherwise when that is due and not objected to",
    holds: (step) =>
      gone(step).every(
        (person) =>
          isAtOnce(step, person) ||
          (isSweep(step) && (due(step, "remove", person).length > 0 || due(step, "delete").length > 0)),
      ),
  },
  {
    name: "an account is deleted when that is due and not objected to",
    holds: (step) => !isThere(step.before) || isThere(step.after) || (isSweep(step) && due(step, "delete").length > 0),
  },
  {
    name: "a phone is changed when that is due and not objected to; “not mine” restores the earlier one",
    holds: (step) =>
      !isThere(step.after) ||
      phoneOf(step.before) === phoneOf(step.after) ||
      step.act.do === "not mine" ||
      (isSweep(step) && due(step, "phone").length > 0),
  },
  {
    name: "an objection by a younger identity changes nothing",
    holds({ act, before, after }) {
      if (!isBy(act) || (act.do !== "stop" && act.do !== "object")) return true;
      const open = new Set(openChanges(after).map(({ id }) => id));
      return openChanges(before).every((change) => open.has(change.id) || maySayNo(act.by, change));
    },
  },
  {
    name: "an objection by an entitled identity ends a change",
    holds({ act, before, after }) {
      if (!isBy(act) || act.do !== "object" || !has(before, act.by)) return true;
      return openChanges(after).every((change) => !maySayNo(act.by, change));
    },
  },
  {
    name: "“not mine” removes only identities that are younger than the one that says it",
    holds: (step) =>
      step.act.do !== "not mine" || gone(step).every((person) => isBy(step.act) && ageOf(step.act.by) < ageOf(person)),
  },
  {
    name: "a change is carried out once, and has ended then",
    holds: ({ after }) =>
      new Set(after.made).size === after.made.length &&
      after.made.every((id) => openChanges(after).every((one) => one.id !== id)),
  },
  {
    name: "the next sweep carries out what is due and not objected to",
    holds: (step) =>
      !isSweep(step) ||
      !isThere(step.after) ||
      openChanges(step.after).every(({ id }) => step.before.now < (step.before.announced[id] ?? 0) + wait),
  },
  {
    name: "an account keeps at least one identity",
    holds: ({ after }) => !isThere(after) || people.some((person) => has(after, person)),
  },
];

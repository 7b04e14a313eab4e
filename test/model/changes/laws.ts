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

/** Whether an act by itself may take this one away. */
function isAtOnce({ act, before }: Step, person: Member): boolean {
  if (act.do === "remove") return act.target === person && ageOf(act.by) <= ageOf(person);
  return act.do === "not mine" && has(before, act.by) && ageOf(act.by) < ageOf(person);
}

/** The announced changes of this kind that are due and that nobody who may has said no to. */
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
    name: "an identity goes at once by an older one only, else when that is due and nobody who may said no",
    holds: (step) =>
      gone(step).every(
        (person) =>
          isAtOnce(step, person) ||
          (isSweep(step) && (due(step, "remove", person).length > 0 || due(step, "delete").length > 0)),
      ),
  },
  {
    name: "an account is deleted when that is due and nobody who may said no",
    holds: (step) => !isThere(step.before) || isThere(step.after) || (isSweep(step) && due(step, "delete").length > 0),
  },
  {
    name: "a phone is changed when that is due and nobody who may said no; “not mine” gives the one of before back",
    holds: (step) =>
      !isThere(step.after) ||
      phoneOf(step.before) === phoneOf(step.after) ||
      step.act.do === "not mine" ||
      (isSweep(step) && due(step, "phone").length > 0),
  },
  {
    name: "a younger one's no changes nothing",
    holds({ act, before, after }) {
      if (!isBy(act) || (act.do !== "stop" && act.do !== "object")) return true;
      const open = new Set(openChanges(after).map(({ id }) => id));
      return openChanges(before).every((change) => open.has(change.id) || maySayNo(act.by, change));
    },
  },
  {
    name: "the no of one who may ends it",
    holds({ act, before, after }) {
      if (!isBy(act) || act.do !== "object" || !has(before, act.by)) return true;
      return openChanges(after).every((change) => !maySayNo(act.by, change));
    },
  },
  {
    name: "“not mine” from the one that came, or from a younger one, takes nothing away",
    holds: (step) =>
      step.act.do !== "not mine" || gone(step).every((person) => isBy(step.act) && ageOf(step.act.by) < ageOf(person)),
  },
  {
    name: "nothing is done twice, and what is done is over",
    holds: ({ after }) =>
      new Set(after.made).size === after.made.length &&
      after.made.every((id) => openChanges(after).every((one) => one.id !== id)),
  },
  {
    name: "what is due and nobody who may said no to is done by the next sweep",
    holds: (step) =>
      !isSweep(step) ||
      !isThere(step.after) ||
      openChanges(step.after).every(({ id }) => step.before.now < (step.before.announced[id] ?? 0) + wait),
  },
  {
    name: "an account keeps an identity",
    holds: ({ after }) => !isThere(after) || people.some((person) => has(after, person)),
  },
];

import { pick, type Random, randomInt } from "../../src/base/random.ts";
import { type Gap, gaps, type Step } from "./gaps.ts";

/** A sign-in with a fault. */
export interface Plan {
  readonly name: string;
  /**
   * `stranger` follows by scanning; `follower` followed before and has no account; `returning` has one and comes
   * with another browser; `known` with the browser they came with before, and is not asked.
   */
  readonly who: "stranger" | "follower" | "returning" | "known";
  /** Selects one of the possible people, modulo their number. */
  readonly choice: number;
  readonly answer: "tap" | "typed";
  /** How a lost response is retried: by WeChat's next delivery, or by the person. */
  readonly retriedBy: "delivery" | "person";
  /** Whether the browser has a waiting request meanwhile. */
  readonly waits: boolean;
  readonly kills: Partial<Record<Step, Gap>>;
}

/** Plans with every gap `copies` times, in random order. */
export function makePlans(random: Random, copies: number): Plan[] {
  const decks = new Map<Step, Gap[]>();
  for (const { step } of gaps) decks.set(step, []);
  for (let copy = 0; copy < copies; copy++) for (const gap of gaps) decks.get(gap.step)?.push(gap);
  for (const deck of decks.values()) shuffle(random, deck);
  const plans: Plan[] = [];
  while ([...decks.values()].some((deck) => deck.length > 0)) plans.push(makePlan(random, decks, plans.length));
  return plans;
}

function makePlan(random: Random, decks: Map<Step, Gap[]>, index: number): Plan {
  // The first plans must be strangers, because there are no accounts yet.
  const who =
    index < 3 ? "stranger" : pick<Plan["who"]>(random, ["stranger", "stranger", "follower", "returning", "known"]);
  const kills: Partial<Record<Step, Gap>> = {};
  for (const [step, deck] of decks) {
    const isAsked = step !== "confirm" || who !== "known";
    const gap = isAsked && randomInt(random, 4) > 0 ? deck.pop() : undefined;
    if (gap) kills[step] = gap;
  }
  return {
    name: `round ${index}`,
    who,
    choice: randomInt(random, 1000),
    kills,
    answer: pick(random, ["tap", "typed"]),
    retriedBy: pick(random, ["delivery", "delivery", "person"]),
    waits: randomInt(random, 2) === 0,
  };
}

function shuffle<T>(random: Random, items: T[]): void {
  for (let left = items.length; left > 1; left--) items.push(...items.splice(randomInt(random, left), 1));
}

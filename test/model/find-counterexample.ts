import type { Bug } from "./bugs.ts";
import { small } from "./scenarios.ts";
import { type Bounds, search } from "./search.ts";

export interface CounterexampleSearch {
  readonly states: number;
  readonly counterexample?: { readonly scenario: string; readonly law: string; readonly trace: readonly string[] };
}

/** Limits of states. Each world is searched a little first, then further: most bugs need few acts, in one world. */
const stateLimits = [250, 1_500, 8_000, 40_000, Number.POSITIVE_INFINITY];

/** Searches one small world after another for a bug. Returns a shortest trace from the first that shows it. */
export async function findCounterexample({ fault, world }: Bug, bounds: Bounds): Promise<CounterexampleSearch> {
  let states = 0;
  const worlds = world === undefined ? small : small.filter(({ name }) => name === world);
  for (const most of stateLimits.filter((round) => round / 6 < bounds.states)) {
    for (const scenario of worlds) {
      const found = await search(scenario, fault, { ...bounds, states: Math.min(most, bounds.states) });
      states += found.states;
      if (found.violation) return { states, counterexample: { scenario: scenario.name, ...found.violation } };
    }
  }
  return { states };
}

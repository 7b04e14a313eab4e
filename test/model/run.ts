// npm run model -- --depth 40 --states 1000000 [--bugs]
import { parseArgs } from "node:util";
import { bugs } from "./bugs.ts";
import { findCounterexample } from "./find-counterexample.ts";
import type { Scenario } from "./scenario.ts";
import { large, small } from "./scenarios.ts";
import { type Found, search } from "./search.ts";

const { values } = parseArgs({
  options: {
    depth: { type: "string", default: "60" },
    states: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    bugs: { type: "boolean", default: false },
  },
});
const [depth, states] = [Number(values.depth), Number(values.states)];
process.exitCode = (await (values.bugs ? huntAll() : walkAll())) ? 0 : 1;

/** Searches the small worlds completely, then the large ones up to `--states`. Nothing is random, so it has no seed. */
async function walkAll(): Promise<boolean> {
  const checks = new Map<string, number>();
  const total = { states: 0, transitions: 0, depth: 0 };
  const began = performance.now();
  let isGood = true;
  for (const [index, scenario] of [...small, ...large].entries()) {
    const share = (states - total.states) / (small.length + large.length - index);
    const most = index < small.length ? Math.min(share, states / 30) : share;
    const found = await search(scenario, {}, { depth, states: Math.max(1, Math.floor(most)) });
    tell(scenario, found);
    for (const [law, times] of found.checks) checks.set(law, (checks.get(law) ?? 0) + times);
    total.states += found.states;
    total.transitions += found.transitions;
    total.depth = Math.max(total.depth, found.depth);
    isGood &&= found.violation === undefined;
  }
  for (const [law, times] of checks) console.log(`${isGood ? 0 : "?"} violations of ${times} checks  ${law}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${total.states} states, ${total.transitions} transitions, depth ${total.depth}, ${seconds} s`);
  return isGood;
}

function tell({ name }: Scenario, { states, transitions, depth, exhausted, violation }: Found): void {
  const how = exhausted ? "all of it" : "as far as the bound";
  console.log(`${name}: ${states} states, ${transitions} transitions, depth ${depth}, ${how}`);
  if (violation) console.log(`VIOLATED ${violation.law}\n  ${violation.trace.join("\n  ")}`);
}

async function huntAll(): Promise<boolean> {
  let found = 0;
  for (const bug of bugs) {
    const { counterexample, states: walked } = await findCounterexample(bug, {
      depth,
      states: Math.min(states, 200_000),
    });
    found += counterexample ? 1 : 0;
    console.log(`${counterexample ? "found" : "MISSED"} ${bug.name} (${bug.stands}); ${walked} states`);
    if (counterexample)
      console.log(
        `  in "${counterexample.scenario}", against ${counterexample.law}\n    ${counterexample.trace.join("\n    ")}`,
      );
  }
  console.log(`${found}/${bugs.length} found`);
  return found === bugs.length;
}

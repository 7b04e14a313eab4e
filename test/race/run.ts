// npm run races -- --rounds 10000 [--only "one browser redeems"]
import { parseArgs } from "node:util";
import { concurrency, createRaceRun } from "./harness.ts";
import { races, run } from "./races.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "10000" }, only: { type: "string" } } });
const rounds = Number(values.rounds);
const chosen = Object.entries(races).filter(([name]) => values.only === undefined || name === values.only);
let wrong = 0;
for (const [index, [name, race]] of chosen.entries()) {
  const context = await createRaceRun();
  const began = performance.now();
  const result = await run(context, race, rounds, index * rounds);
  await context.close();
  wrong += result.wrong.length;
  const heard = Object.entries(result.heard).map(([what, times]) => `${what} ${times}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${name}: ${result.rounds} rounds of ${concurrency}, heard ${heard.join(", ")}; ${result.wrong.length} wrong, ${seconds} s`,
  );
  for (const problem of result.wrong.slice(0, 10)) console.log(`  WRONG ${problem}`);
}
console.log(`${wrong} wrong of ${chosen.length * rounds} rounds`);
process.exitCode = wrong === 0 ? 0 : 1;

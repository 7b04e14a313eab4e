// npm run fuzz -- --seconds 60 --seed 1
import { parseArgs } from "node:util";
import { fuzzBodies } from "./bodies.ts";
import { fuzzPushes } from "./pushes.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);

const pushes = await fuzzPushes(seed, { seconds: Number(values.seconds), requestEvery: 10 });
const list = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(", ");
console.log(`pushes: ${pushes.inputs} inputs, ${pushes.accepted} accepted; refused: ${list(pushes.refused)}`);
console.log(`through the whole service: ${pushes.requests}, answered ${list(pushes.statuses)}`);
console.log(`fast-xml-parser took ${pushes.compared} of them too: ${pushes.disagreements.length} disagreements`);
console.log(
  `longest parse ${pushes.longestOpen.toFixed(1)} ms, longest request ${pushes.longestRequest.toFixed(1)} ms`,
);

const bodies = await fuzzBodies(seed, Math.max(500, Number(values.seconds) * 100));
console.log(`JSON: ${bodies.requests} requests, answered ${list(bodies.statuses)}`);

const stalls = pushes.longestOpen > 50 ? [`a body that takes ${pushes.longestOpen} ms`] : [];
const wrong = [...stalls, ...pushes.disagreements, ...pushes.failures, ...bodies.failures];
for (const one of wrong.slice(0, 20)) console.log(`WRONG ${one}`);
console.log(`${wrong.length} wrong of ${pushes.inputs + bodies.requests}`);
process.exitCode = wrong.length === 0 ? 0 : 1;

// npm run flood -- [--seconds 30] [--strength 1] [--only "oversized everything"]
import { parseArgs } from "node:util";
import { endure } from "./flood.ts";
import { floods } from "./floods.ts";
import { openFloodHarness } from "./harness.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "30" },
    strength: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const ms = Number(values.seconds) * 1000;
const strength = Number(values.strength);
const chosen = Object.keys(floods).filter((name) => values.only === undefined || name === values.only);
let shutOut = 0;

for (const name of chosen) {
  const harness = await openFloodHarness(50);
  const { visitors, statuses, held, growth } = await endure(harness, name, { strength, least: 10, ms });
  await harness.close();
  const at = (share: number) => visitors.times[Math.floor(visitors.times.length * share)]?.toFixed(0) ?? "–";
  const counts = [...statuses].sort().map(([status, times]) => `${status} × ${times}`);
  shutOut += visitors.tried - visitors.signedIn;
  console.log(name);
  console.log(
    `  ${visitors.signedIn} of ${visitors.tried} visitors signed in, in ${at(0.5)} ms (p50), ${at(0.99)} ms (p99)`,
  );
  console.log(
    `  the flood statuses ${counts.join(", ") || "nothing"}; ${held} connections held; ${(growth / 2 ** 20).toFixed(0)} MiB more`,
  );
  for (const trouble of new Set(visitors.troubles)) console.log(`  SHUT OUT ${trouble}`);
}
console.log(`${shutOut} visitors shut out`);
process.exitCode = shutOut === 0 ? 0 : 1;

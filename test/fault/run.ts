// npm run faults -- --kills 20
import { parseArgs } from "node:util";
import { killUnderLoad } from "./postgres-kills.ts";

const { values } = parseArgs({ options: { kills: { type: "string", default: "20" } } });
const { slowest, ...tally } = await killUnderLoad(Number(values.kills));
console.log(
  "PostgreSQL killed under load:",
  tally,
  `the service went on at the latest after ${Math.round(slowest)} ms`,
);
process.exitCode = tally.lost + tally.doubled === 0 ? 0 : 1;

// npm run faults -- --kills 20 --sign-ins 1000: each fault with so many rounds; 0 leaves it out.
import { parseArgs } from "node:util";
import { killUnderLoad } from "./postgres-kills.ts";
import { signInAmidFaults } from "./redis-sign-ins.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    "sign-ins": { type: "string", default: "1000" },
  },
});
const [kills, signIns] = [Number(values.kills), Number(values["sign-ins"])];
if (kills > 0) await runKills(kills);
if (signIns > 0) await runSignIns(signIns);

async function runKills(count: number): Promise<void> {
  const { slowest, ...tally } = await killUnderLoad(count);
  console.log("PostgreSQL killed under load:", tally);
  console.log(`The service went on at the latest after ${Math.round(slowest)} ms.`);
  if (tally.lost + tally.doubled > 0) process.exitCode = 1;
}

async function runSignIns(count: number): Promise<void> {
  const { slowest, ...tally } = await signInAmidFaults(count);
  console.log("Redis killed, flushed and slowed amid sign-ins:", tally);
  console.log(`The slowest sign-in took ${Math.round(slowest)} ms.`);
  if (tally.completed !== count) process.exitCode = 1;
}

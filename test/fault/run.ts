// npm run faults -- --kills 20 --sign-ins 1000 --two-sign-ins 1000 --pushes 10000 --frozen-pushes 500: how many of each;
// 0 skips it.
import { parseArgs } from "node:util";
import { bundleForBrowser } from "../../tools/browser.ts";
import { deliverToBoth } from "./deliveries.ts";
import { signInAtBoth } from "./instances-sign-ins.ts";
import { killUnderLoad } from "./postgres-kills.ts";
import { signInAmidFaults } from "./redis-sign-ins.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    "sign-ins": { type: "string", default: "1000" },
    "two-sign-ins": { type: "string", default: "1000" },
    pushes: { type: "string", default: "10000" },
    "frozen-pushes": { type: "string", default: "500" },
  },
});
const [kills, signIns] = [Number(values.kills), Number(values["sign-ins"])];
const signInsAtBoth = Number(values["two-sign-ins"]);
const [pushes, frozenPushes] = [Number(values.pushes), Number(values["frozen-pushes"])];
await bundleForBrowser(); // The service serves the bundles.
if (kills > 0) await runKills(kills);
if (signIns > 0) await runSignIns(signIns);
if (signInsAtBoth > 0) await runSignInsAtBoth(signInsAtBoth);
if (pushes > 0) await runPushes("each push three times to each of two instances", pushes);
if (frozenPushes > 0) await runPushes("the same, one of them frozen for ten seconds", frozenPushes, 10_000);

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

async function runSignInsAtBoth(count: number): Promise<void> {
  const { slowest, ...tally } = await signInAtBoth(count);
  console.log("Sign-ins at two instances, 64 at once on a new database:", tally);
  console.log(`The slowest request took ${Math.round(slowest)} ms.`);
  if (tally.completed !== count) process.exitCode = 1;
}

async function runPushes(what: string, count: number, freeze?: number): Promise<void> {
  const fault = freeze === undefined ? undefined : { after: count / 5, ms: freeze };
  const { slowest, ...tally } = await deliverToBoth(count, fault);
  console.log(`Delivered, ${what}:`, tally);
  console.log(`The slowest six deliveries took ${Math.round(slowest)} ms.`);
  if (tally.lost + tally.differing + tally.wrong + tally.doubled > 0) process.exitCode = 1;
}

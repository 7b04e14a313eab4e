// `npm run bench -- sign-in | push | wait | start | growth | codes | sessions | scale | lists | dev`: figures, measured side by side. See docs/performance.md.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleForBrowser } from "../tools/browser.ts";
import { load, machine } from "./measure/machine.ts";
import { compareRatios, keepRatios, keptBenches, type Ratios } from "./measure/ratios.ts";
import type { Options } from "./options.ts";

const measurements: Readonly<
  Record<string, { readonly about: string; run(options: Options): Promise<Ratios> | Promise<void> }>
> = {
  "sign-in": {
    about: "whole sign-ins through the socket, by step, against the tutorials' way",
    run: async (options) => (await import("./sign-in/run.ts")).signIn(options),
  },
  push: {
    about: "pushes made durable and answered, against bare node:http and the parts that store nothing",
    run: async (options) => (await import("./push.ts")).push(options),
  },
  wait: {
    about: "browsers that wait: memory, time until they hear, return after kill -9",
    run: async (options) => (await import("./wait.ts")).wait(options),
  },
  start: {
    about: "from spawn to ready: an empty database, a million accounts, a client of OpenID Connect and its memory",
    run: async (options) => (await import("./start.ts")).start(options),
  },
  growth: {
    about: "a sign-in among few accounts and among many: its cost, its bytes on the disk, and a sweep beside it",
    run: async (options) => (await import("./growth/run.ts")).growth(options),
  },
  codes: {
    about: "codes drawn and looked up, beside few live ones and a hundred thousand",
    run: async (options) => (await import("./codes.ts")).codes(options),
  },
  dev: {
    about: "what a newcomer waits for: npm run dev, and each press of a sign-in in Chromium",
    run: async (options) => (await import("./dev.ts")).dev(options),
  },
  scale: {
    about: "PostgreSQL against SQLite, step by step; scans among few rows and among many; browsers at two instances",
    run: async (options) => (await import("./scale/run.ts")).scale(options),
  },
  lists: {
    about: "each query of the console's screens and the Admin API's lists, among 10,000 accounts and among 10,000,000",
    run: async (options) => (await import("./lists/run.ts")).lists(options),
  },
  sessions: {
    about: "who is signed in, and the next tokens, against bare node:http",
    run: async (options) => (await import("./sessions.ts")).sessions(options),
  },
};

const usage = `npm run bench -- ${Object.keys(measurements).join(" | ")} [--rounds N] [--quick] [--browsers N] [--accounts N] [--only PART]
npm run bench -- compare [NAME]: measures again, all that are kept without a name, and shows what changed

${Object.entries(measurements)
  .map(([name, { about }]) => `  ${name.padEnd(10)}${about}`)
  .join("\n")}

  --rounds N    how often everything is measured; the median counts (default 5)
  --quick       smaller and shorter, to see that it runs
  --browsers N  how many wait, in wait (default 10,000; quick 1,000)
  --accounts N  among how many, in growth and scale (default 100,000) and in lists (default 10,000,000; quick 100,000)
  --keep        keep the ratios in bench/ratios.json; compare shows what changed against them
  --only PART   push: plain or safe; wait: websocket, sse or long-poll; scale: steps, scans or waiting; lists: sqlite or postgres`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    quick: { type: "boolean", default: false },
    browsers: { type: "string" },
    accounts: { type: "string" },
    only: { type: "string" },
    keep: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const compares = positionals[0] === "compare";
const asked = positionals[compares ? 1 : 0];
const names = compares && asked === undefined ? keptBenches() : [asked ?? ""];

if (names.some((name) => !(name in measurements)) || values.help) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  // The measurements `dev`, `scale` and `lists` compare with no other packages.
  if (names.some((name) => !["dev", "scale", "lists"].includes(name))) installPeers();
  await bundleForBrowser(); // The service serves these bundles.
  for (const name of names) await measure(name);
}

async function measure(name: string): Promise<void> {
  const { quick, only } = values;
  const browsers = Number(values.browsers ?? (quick ? 1_000 : 10_000));
  const accounts = values.accounts === undefined ? undefined : Number(values.accounts);
  const before = load();
  console.log(`${names.length > 1 ? `\n${name}: ` : ""}${machine()}; load average ${before} before`);
  const options = { rounds: Number(values.rounds), quick, browsers, accounts, only };
  const ratios = await measurements[name]?.run(options);
  console.log(`\nLoad average ${load()} after`);
  if (ratios && compares) console.log(compareRatios(name, ratios));
  if (ratios && values.keep) keepRatios(name, ratios, { load: [before, load()], quick });
}

/**
 * Installs the packages that Saoma is compared with into their own folder; they are not dependencies of the product.
 */
function installPeers(): void {
  const bench = fileURLToPath(new URL(".", import.meta.url));
  if (existsSync(new URL("node_modules", import.meta.url))) return;
  console.log("Installing what is measured against, into bench/node_modules: npm ci --prefix bench");
  const { status } = spawnSync("npm", ["ci", "--prefix", bench], { stdio: "inherit" });
  if (status !== 0) throw new Error("npm ci failed");
}

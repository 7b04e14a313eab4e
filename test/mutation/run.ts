// `npm run mutation`: changes the code in small ways, and reports changes with which no test fails. By default it tries
// a fixed sample within ten minutes; `--whole` tries all changes, which takes hours.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { installPackages } from "../install-packages.ts";
import { rooms, usual } from "./folders.ts";
import { merge, newSurvivors, percent, type Scores, tally } from "./score.ts";
import { tryRoom } from "./stryker.ts";

const usage = `npm run mutation -- [options] [room …]
  Rooms: ${Object.keys(rooms).join(", ")}.
  Default: ${usual.join(", ")}.
  --whole          try every mutant, also those of constants, without a limit of time
  --only GLOB      try these files of the room alone
  --share N        try this share of the mutants, 0 to 1
  --minutes N      stop after so long. Default: 10
  --concurrency N  test runners at once. Default: 2
  --keep           write the scores of files that were tried to test/mutation/score.json`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    whole: { type: "boolean", default: false },
    only: { type: "string" },
    share: { type: "string" },
    minutes: { type: "string", default: "10" },
    concurrency: { type: "string", default: "2" },
    keep: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const folder = new URL("./", import.meta.url).pathname;
const scoreFile = new URL("./score.json", import.meta.url);
const names = positionals.length > 0 ? positionals : usual;
const kept = readScores();

if (values.help || names.some((name) => !Object.hasOwn(rooms, name))) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else {
  installPackages(folder, "Stryker");
  await run();
}

async function run(): Promise<void> {
  const deadline = values.whole ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
  const fallen: { file: string; mutation: string }[] = [];
  let tried: Scores = {};
  for (const name of names) {
    const room = rooms[name];
    if (!room) continue;
    const share = values.whole ? 1 : Number(values.share ?? room.share);
    const { verdicts, end, seconds } = await tryRoom(
      name,
      { ...room, mutate: values.only ?? room.mutate, share },
      Number(values.concurrency),
      deadline,
    );
    if (end === "failed") throw new Error(`Stryker failed on ${name}: the tests must pass before anything is broken`);
    const scores = tally(verdicts, share);
    show(name, scores, { isStopped: end === "stopped", seconds });
    fallen.push(...newSurvivors(kept, scores));
    // A stopped run is not counted, because its missing mutants are unknown.
    if (end === "done") tried = { ...tried, ...scores };
  }
  if (values.keep) keep(tried);
  for (const { file, mutation } of fallen) console.log(`No test notices any more: ${file}: ${mutation}`);
  process.exitCode = fallen.length > 0 && !values.keep ? 1 : 0;
}

/** The scores are read again, because another run may have written its own meanwhile. */
function keep(tried: Scores): void {
  const next = merge(readScores(), tried, existsSync);
  writeFileSync(scoreFile, `${JSON.stringify(next, undefined, 2)}\n`);
}

function readScores(): Scores {
  return JSON.parse(readFileSync(scoreFile, "utf8")) as Scores;
}

interface Ending {
  readonly isStopped: boolean;
  readonly seconds: number | undefined;
}

function show(name: string, scores: Scores, { isStopped, seconds }: Ending): void {
  for (const [file, now] of Object.entries(scores)) {
    const before = kept[file];
    const was = before ? `, kept ${percent([before])} % of ${before.of}` : "";
    console.log(`${String(percent([now])).padStart(5)} % of ${String(now.of).padStart(3)}  ${file}${was}`);
    for (const mutation of now.survivors) console.log(`        survived: ${mutation}`);
  }
  console.log(
    `${name}: ${percent(Object.values(scores)) ?? "–"} %${isStopped ? ", stopped at the end of its time" : ""}${seconds === undefined ? "" : `, ${seconds} s of the processor`}`,
  );
}

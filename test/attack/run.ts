// npm run attacks: runs the corpus file by file, and prints how many attacks were tried and how many failed. Where a
// file does not count its attempts, each of its tests is one.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Tally } from "./tally.ts";

const root = new URL("../../", import.meta.url).pathname;

/** The parts of Vitest's JSON report that are read. */
interface Report {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { status: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), "saoma-attacks-"));
const [report, tallies] = [join(folder, "report.json"), join(folder, "tallies.jsonl")];
writeFileSync(tallies, "");
const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "unit", "test/attack"];
const { status } = spawnSync(process.execPath, [...vitest, "--reporter=json", `--outputFile=${report}`], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, SAOMA_TALLY: tallies },
});
const counted = new Map(
  readFileSync(tallies, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Tally)
    .map((line) => [line.file, line]),
);
const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
rmSync(folder, { recursive: true });

let [tried, held] = [0, 0];
for (const { name, assertionResults } of testResults.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
  const passed = assertionResults.filter((one) => one.status === "passed").length;
  const line = counted.get(name) ?? { tried: assertionResults.length, held: passed };
  tried += line.tried;
  held += line.held;
  console.log(`${basename(name, ".test.ts").padEnd(24)} ${line.tried} tried, ${line.held} held`);
}
console.log(`${"all".padEnd(24)} ${tried} tried, ${held} held`);
process.exitCode = status ?? 1;

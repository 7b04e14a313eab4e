// `npm test`: runs all checks and tests. Further arguments are passed to Vitest.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findChromium, install, needs } from "./needs.ts";

const root = new URL("../", import.meta.url).pathname;
const inCi = process.env.CI === "true";
/** Locally installed programs come first in the path, above all the pinned Node. */
const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

if (needs.some((need) => !need.present())) install(needs.filter((need) => !need.present()));
const missing = needs.filter((need) => !need.present());
const leftOut = [...new Set(missing.map(({ suites }) => suites))];
const left = leftOut.flatMap((suites) => globSync(suites, { cwd: root }));
for (const { name, packages } of missing) {
  console.log(`Missing: ${name}. On Debian: apt-get install ${packages.join(" ")}.`);
}
if (left.length > 0) console.log(`Skipped for it: ${left.join(", ")}`);

const failedSteps = [
  step("lint", tool("biome"), ["check", "."]),
  step("what nothing uses", tool("knip"), []),
  step("types", tool("tsc"), ["-p", "tsconfig.json"]),
  step("types of the browser", tool("tsc"), ["-p", "tsconfig.browser.json"]),
  step("types of the mini-program", tool("tsc"), ["-p", "mini-program/tsconfig.json"]),
].filter((name) => name !== undefined);

const tests = runTests();
const ciFault = inCi && missing.length > 0;
if (ciFault) console.error("With CI=true nothing may be missing.");
if (failedSteps.length > 0) console.error(`Failed before the tests: ${failedSteps.join(", ")}.`);
console.log(
  `${tests.passed} passed, ${tests.failed + failedSteps.length} failed, ${tests.skipped} skipped` +
    (left.length > 0 ? ` and ${left.length} suites left out` : ""),
);
process.exitCode = tests.ok && failedSteps.length === 0 && !ciFault ? 0 : 1;

/** Runs one step. Returns its name if it failed. */
function step(name: string, command: string, args: readonly string[]): string | undefined {
  return run(command, args) === 0 ? undefined : name;
}

/** The path of a program that npm installed here, which works also outside of npm scripts. */
function tool(name: string): string {
  return join(root, "node_modules/.bin", name);
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): number | null {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path, ...env } }).status;
}

function runTests(): Tally & { readonly ok: boolean } {
  const folder = mkdtempSync(join(tmpdir(), "saoma-test-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const env = { SAOMA_CHROMIUM: findChromium(), SAOMA_TEST_EXCLUDE: leftOut.join(",") };
  const status = run(tool("vitest"), ["run", ...reporters, ...process.argv.slice(2)], env);
  const tally = readTally(report);
  rmSync(folder, { recursive: true });
  return { ...tally, ok: status === 0 };
}

function readTally(report: string): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that could not be loaded has no failed tests, but failed itself.
  const broken = testResults.filter(
    (suite: { status: string; assertionResults: unknown[] }) =>
      suite.status === "failed" && suite.assertionResults.length === 0,
  ).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}

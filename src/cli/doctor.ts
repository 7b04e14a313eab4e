// `saoma doctor`.
import { dirname, join, resolve } from "node:path";
import { systemClock } from "../base/clock.ts";
import { systemRandom } from "../base/random.ts";
import type { Config } from "../server/config/config.ts";
import { ConfigError } from "../server/config/config-error.ts";
import { parseConfig } from "../server/config/parse.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { type Finding, found } from "./doctor/findings.ts";
import { createHttpExchange } from "./doctor/http-exchange.ts";
import { conclusion, linesOf, summaryOf } from "./doctor/report.ts";
import { runChecks } from "./doctor/run-checks.ts";
import { CommandError } from "./failure.ts";
import { say, translated } from "./say.ts";

/** As long as WeChat waits, in milliseconds. */
const timeoutMs = 5_000;

export const run: Command["run"] = async ({ config: file, json }) => {
  const findings: Finding[] = [];
  const screen = createScreen(json !== undefined);
  const tell = (some: readonly Finding[]) => {
    findings.push(...some);
    screen.show(some);
  };
  const read = await readConfig(file);
  if ("findings" in read) tell(read.findings);
  else {
    const context = {
      config: read,
      clock: systemClock,
      random: systemRandom,
      fetch,
      exchange: createHttpExchange(timeoutMs),
    };
    const environmentFile = join(file === undefined ? process.cwd() : dirname(resolve(file)), ".env");
    for await (const progress of runChecks(context, environmentFile)) {
      if ("looking" in progress) screen.looking(progress.looking);
      else tell(progress.findings);
    }
  }
  const summary = summaryOf(findings);
  console.log(json ? JSON.stringify({ ...summary, findings }, undefined, 2) : `\n${conclusion(summary)}`);
  if (summary.broken > 0) throw new CommandError(say`problems found. Fix them, and run the doctor again.`);
};

async function readConfig(file: string | undefined): Promise<Config | { findings: Finding[] }> {
  try {
    return parseConfig(await readConfiguration(file));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      findings: error.problems.map(({ path, message }) =>
        found("config.broken", { problem: `${path} ${translated(message)}` }),
      ),
    };
  }
}

/** Findings as they come, and on a terminal what is being looked at meanwhile. */
function createScreen(isJson: boolean) {
  const { isTTY } = process.stderr;
  // https://no-color.org
  const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
  const wipe = () => isTTY && process.stderr.write("\r\u001b[K");
  return {
    looking: (what: string) => isTTY && process.stderr.write(`\r\u001b[K… ${say`asking ${what}`}`),
    show(findings: readonly Finding[]) {
      wipe();
      if (isJson) return;
      for (const line of findings.flatMap((finding) => linesOf(finding, isColoured))) console.log(line);
    },
  };
}

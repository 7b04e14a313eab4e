// Checks what a configuration file describes, and the file itself.
import { dirname, join, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { systemRandom } from "../../base/random.ts";
import type { Config } from "../../server/config/config.ts";
import { ConfigError } from "../../server/config/config-error.ts";
import { parseConfig } from "../../server/config/parse.ts";
import { readConfiguration } from "../configuration.ts";
import { type Finding, found } from "./findings.ts";
import { createHttpExchange } from "./http-exchange.ts";
import { type Progress, runChecks } from "./run-checks.ts";

/** As long as WeChat waits, in milliseconds. */
const timeoutMs = 5_000;

/** Reads the configuration file, and runs all checks on it. What is wrong with the file itself is found, too. */
export async function* checkFile(file: string | undefined): AsyncGenerator<Progress> {
  const read = await readConfig(file);
  if ("findings" in read) return yield read;
  const clock = systemClock;
  const context = { config: read, clock, random: systemRandom, fetch, exchange: createHttpExchange(timeoutMs) };
  yield* runChecks(context, join(file === undefined ? process.cwd() : dirname(resolve(file)), ".env"));
}

async function readConfig(file: string | undefined): Promise<Config | { readonly findings: readonly Finding[] }> {
  try {
    return parseConfig(await readConfiguration(file));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      findings: error.problems.map(({ path, message }) => found("config.broken", { path, problem: message })),
    };
  }
}

// The entry of the command line.
import { readFileSync } from "node:fs";
import { isLanguage, languageNames, splitLanguage } from "../base/terminal-language.ts";
import { SaomaError } from "../domain/errors.ts";
import { ConfigError, type ConfigProblem } from "../server/config/config-error.ts";
import { readArguments } from "./arguments.ts";
import { commands } from "./commands.ts";
import { CommandError, UsageError } from "./failure.ts";
import { say, translated } from "./say.ts";
import { usage, usageOf } from "./usage.ts";

/** Runs `saoma` with these arguments and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const asked = readArguments(withoutLanguage(args), commands);
    if (asked.what === "run") {
      const code = await asked.command.run(asked.values, asked.rest);
      return typeof code === "number" ? code : 0;
    }
    console.log(asked.what === "version" ? version() : asked.command ? usageOf(asked.command) : usage(commands));
    return 0;
  } catch (error) {
    console.error(sentence(error));
    if (error instanceof UsageError && error.command) console.error(say`See saoma ${error.command.name} --help.`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Removes and checks `--lang`. The language itself is chosen in say.ts, when the sentences are loaded. */
function withoutLanguage(all: readonly string[]): readonly string[] {
  const { args, asked } = splitLanguage(all);
  if (asked !== undefined && !isLanguage(asked)) throw new UsageError(say`--lang must be ${languageNames.join(", ")}`);
  return args;
}

/** The message for the operator: a sentence for a known failure, the stack for any other. */
function sentence(error: unknown): string {
  const known = [UsageError, CommandError, ConfigError, SaomaError].some((kind) => error instanceof kind);
  if (error instanceof ConfigError) return `saoma: ${configSentences(error)}`;
  return known && error instanceof Error ? `saoma: ${translated(error.message)}` : `saoma: ${inspected(error)}`;
}

const configSentences = ({ problems }: ConfigError): string =>
  [translated("The configuration cannot be used:"), ...problems.map(configLine)].join("\n");

const configLine = ({ path, message }: ConfigProblem): string =>
  `  ${path === "" ? translated("the configuration") : path} ${translated(message)}`;

const inspected = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return manifest.version;
}

process.exitCode = await main(process.argv.slice(2));

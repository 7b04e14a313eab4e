import { readFileSync } from "node:fs";
import { SaomaError } from "../domain/errors.ts";
import { ConfigError } from "../server/config-error.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { CommandError, UsageError } from "./failure.ts";
import { usage, usageOf } from "./usage.ts";

/** Runs `saoma` with these arguments; the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let command: Command | undefined;
  try {
    const asked = readArguments(args, commands);
    if (asked.what === "run") command = asked.command;
    if (asked.what === "run") await asked.command.run(asked.values);
    else console.log(asked.what === "version" ? version() : asked.command ? usageOf(asked.command) : usage(commands));
    return 0;
  } catch (error) {
    console.error(sentence(error));
    const helped = error instanceof UsageError ? (error.command ?? command) : undefined;
    if (error instanceof UsageError) console.error(`\n${helped ? usageOf(helped) : usage(commands)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** What the operator is told: a sentence where we know what happened, the stack where we do not. */
function sentence(error: unknown): string {
  const known = [UsageError, CommandError, ConfigError, SaomaError].some((kind) => error instanceof kind);
  return known && error instanceof Error ? `saoma: ${error.message}` : `saoma: ${inspected(error)}`;
}

const inspected = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return manifest.version;
}

process.exitCode = await main(process.argv.slice(2));

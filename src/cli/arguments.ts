import { parseArgs } from "node:util";
import { nearestWord } from "../server/nearest-word.ts";
import type { Command, Values } from "./command.ts";
import { UsageError } from "./failure.ts";

/** What a command line asks for. */
export type Asked =
  | { readonly what: "version" }
  | { readonly what: "help"; readonly command?: Command }
  | { readonly what: "run"; readonly command: Command; readonly values: Values };

/** Reads the arguments after `saoma`. Throws a {@link UsageError} for what no command knows. */
export function readArguments(args: readonly string[], commands: readonly Command[]): Asked {
  const words = args.slice(0, firstOption(args));
  const command = findCommand(words, commands);
  const rest = args.slice(command ? command.name.split(" ").length : words.length);
  if (rest.includes("--help") || rest.includes("-h")) return command ? { what: "help", command } : { what: "help" };
  if (rest.includes("--version") && !command) return { what: "version" };
  if (!command && args.length > 0) throw new UsageError(unknownCommand(args, commands));
  return command ? { what: "run", command, values: readOptions(command, rest) } : { what: "help" };
}

function firstOption(args: readonly string[]): number {
  const index = args.findIndex((arg) => arg.startsWith("-"));
  return index < 0 ? args.length : index;
}

/** `config check` before `config`. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const typed = [words.slice(0, 2).join(" "), words[0]];
  return typed.map((name) => commands.find((command) => command.name === name)).find((found) => found !== undefined);
}

function unknownCommand(args: readonly string[], commands: readonly Command[]): string {
  const typed = args.slice(0, Math.min(2, firstOption(args))).join(" ") || args[0] || "";
  const names = commands.map(({ name }) => name);
  const begun = names.find((name) => name.startsWith(`${args[0]} `));
  const near = begun ?? nearestWord(typed, names) ?? nearestWord(args[0] ?? "", names);
  const kind = typed.startsWith("-") ? "option" : "command";
  return `there is no ${kind} ${typed}${near ? `; did you mean ${near}?` : ""}`;
}

function readOptions(command: Command, args: readonly string[]): Values {
  const options = Object.fromEntries(Object.keys(command.options).map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Values;
  } catch (error) {
    throw new UsageError(misused(error, args, command), command);
  }
}

function misused(error: unknown, args: readonly string[], { name, options }: Command): string {
  const known = Object.keys(options);
  const unknown = args.find((arg) => arg.startsWith("-") && !known.includes(nameOf(arg)));
  if (unknown !== undefined) {
    const near = nearestWord(nameOf(unknown), known);
    return `saoma ${name} has no option ${unknown.split("=")[0]}${near ? `; did you mean --${near}?` : ""}`;
  }
  const word = args.find((arg, index) => !arg.startsWith("-") && !args[index - 1]?.startsWith("-"));
  if (word !== undefined) return `saoma ${name} takes no ${word}`;
  return error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? "") : String(error);
}

const nameOf = (arg: string): string => arg.replace(/^--?/, "").split("=")[0] ?? "";

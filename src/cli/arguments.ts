import { parseArgs } from "node:util";
import { nearestWord } from "../base/nearest-word.ts";
import type { Command, CommandWord, Values } from "./command.ts";
import { UsageError } from "./failure.ts";
import { say } from "./say.ts";

/** The parsed command line. */
export type Asked =
  | { readonly what: "version" }
  | { readonly what: "help"; readonly command?: Command }
  | { readonly what: "run"; readonly command: Command; readonly values: Values; readonly rest: readonly string[] };

/** Reads the arguments after `saoma`. Throws a {@link UsageError} for unknown commands and options. */
export function readArguments(all: readonly string[], commands: readonly Command[]): Asked {
  const words = all.slice(0, firstOption(all));
  const command = findCommand(words, commands);
  const end = command?.rest ? endOfOwn(all) : all.length;
  const args = all.slice(0, end);
  const rest = args.slice(command ? command.name.split(" ").length : words.length);
  if (isHelp(rest) || words[0] === "help") return help(helped(args, commands));
  if (!command && rest.some((arg) => arg === "--version" || arg === "-v")) return { what: "version" };
  if (!command && args.length > 0) throw new UsageError(unknownCommand(args, commands));
  if (!command) return { what: "help" };
  const values = readValues(command, rest);
  return { what: "run", command, values, rest: readRest(command, all.slice(end + 1)) };
}

/** The index after a command's own arguments; the arguments after `--` are passed on. */
const endOfOwn = (args: readonly string[]): number => (args.includes("--") ? args.indexOf("--") : args.length);

function readRest(command: Command, rest: readonly string[]): readonly string[] {
  if (command.rest && rest.length === 0) throw new UsageError(missing(command, command.rest, "-- "), command);
  return rest;
}

const isHelp = (args: readonly string[]): boolean => args.includes("--help") || args.includes("-h");
const help = (command: Command | undefined): Asked => ({ what: "help", ...(command ? { command } : {}) });

/**
 * `saoma help serve` and `saoma --help serve` mean `saoma serve --help`. For the first word of a command with two
 * words, the list of all commands is shown.
 */
function helped(args: readonly string[], commands: readonly Command[]): Command | undefined {
  const typed = args.filter((arg) => !arg.startsWith("-"));
  const words = typed[0] === "help" ? typed.slice(1) : typed;
  if (words.length === 0 || isBegun(words, commands)) return undefined;
  const command = findCommand(words, commands);
  if (!command) throw new UsageError(unknownCommand(words, commands));
  const after = words.slice(command.name.split(" ").length).filter((word) => !isValue(word, args, command));
  const more = command.word ? after[1] : after[0];
  if (more !== undefined) throw new UsageError(say`saoma ${command.name} takes no ${more}`, command);
  return command;
}

const isBegun = (words: readonly string[], commands: readonly Command[]): boolean =>
  words.length === 1 && !findCommand(words, commands) && commands.some(({ name }) => name.startsWith(`${words[0]} `));

/** Whether a word is the value of the option before it, as in `saoma serve --port 7080 --help`. */
const isValue = (word: string, args: readonly string[], { options }: Command): boolean =>
  options[nameOf(args[args.indexOf(word) - 1] ?? "")]?.value !== undefined;

function firstOption(args: readonly string[]): number {
  const index = args.findIndex((arg) => arg.startsWith("-"));
  return index < 0 ? args.length : index;
}

/** Commands with two words, such as `config check`, are tried first. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const typed = [words.slice(0, 2).join(" "), words[0]];
  return typed.map((name) => commands.find((command) => command.name === name)).find((found) => found !== undefined);
}

function unknownCommand(args: readonly string[], commands: readonly Command[]): string {
  const typed = args.slice(0, Math.min(2, firstOption(args))).join(" ") || args[0] || "";
  const names = commands.map(({ name }) => name);
  const half = args.length === 1 ? begun(args[0], names) : undefined;
  if (half) return say`saoma ${typed} is half a command; did you mean ${half}?${listed}`;
  const firstWords = names.map((name) => name.split(" ")[0] ?? "");
  const near =
    nearestWord(typed, names) ?? begun(args[0], names) ?? begun(nearestWord(args[0] ?? "", firstWords), names);
  const kind = typed.startsWith("-") ? "option" : "command";
  return (
    (kind === "option" ? say`there is no option ${typed}` : say`there is no command ${typed}`) +
    `${near ? say`; did you mean ${near}?` : say`.`}${listed}`
  );
}

const listed = say` Run saoma --help for all commands.`;

/** The commands that begin with this word. */
function begun(word: string | undefined, names: readonly string[]): string | undefined {
  const [last, ...others] = names.filter((name) => name.startsWith(`${word} `)).reverse();
  return others.length > 0 ? say`${others.reverse().join(", ")} or ${last}` : last;
}

function readValues(command: Command, args: readonly string[]): Values {
  const { values, positionals } = parsed(command, args);
  const [word, ...more] = positionals;
  if (more.length > 0 || (word !== undefined && !command.word)) {
    throw new UsageError(say`saoma ${command.name} takes no ${command.word ? more[0] : word}`, command);
  }
  if (command.word && word === undefined && !(command.word.unless !== undefined && command.word.unless in values)) {
    throw new UsageError(missing(command, command.word), command);
  }
  const given = Object.entries(values).map(([name, value]) => [name, value === true ? "yes" : String(value)]);
  return { ...Object.fromEntries(given), ...(command.word ? { [command.word.name]: word } : {}) };
}

const missing = ({ name }: Command, word: CommandWord, before = ""): string =>
  say`which ${word.name}? Write saoma ${name} ${before}${word.name.toUpperCase()}, where that is ${say.of(word.help)}.`;

function parsed(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(misused(error, args, command), command);
  }
}

function misused(error: unknown, args: readonly string[], { name, options }: Command): string {
  const known = Object.keys(options);
  const unknown = args.find((arg) => arg.startsWith("-") && !known.includes(nameOf(arg)));
  if (unknown !== undefined) {
    const near = nearestWord(nameOf(unknown), known);
    return say`saoma ${name} has no option ${unknown.split("=")[0]}${near ? say`; did you mean --${near}?` : ""}`;
  }
  const bare = args.find((arg) => options[nameOf(arg)]?.value === undefined && arg.includes("="));
  if (bare?.startsWith("-")) return say`--${nameOf(bare)} takes no value`;
  const valued = args.find(
    (arg, at) =>
      options[nameOf(arg)]?.value !== undefined && !arg.includes("=") && (args[at + 1] ?? "-").startsWith("-"),
  );
  if (valued !== undefined)
    return say`--${nameOf(valued)} needs a value: ${say.of(options[nameOf(valued)]?.help ?? "")}`;
  return error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? "") : String(error);
}

const nameOf = (arg: string): string => arg.replace(/^--?/, "").split("=")[0] ?? "";

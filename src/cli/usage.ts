import { columnsOf } from "./columns.ts";
import type { Command, CommandOption } from "./command.ts";
import { say } from "./say.ts";

/** The help of `saoma` itself. */
export function usage(commands: readonly Command[]): string {
  return [
    say`Sign people in to your website with WeChat.`,
    "",
    say`Usage: saoma <command> [options]`,
    "",
    ...table(commands.map(({ name, summary }) => [name, say.of(summary)])),
    "",
    say`saoma <command> --help says more, saoma --version (-v) says which one this is.`,
    say`Each speaks Chinese with --lang zh, or where LC_ALL, LC_MESSAGES or LANG says zh; --lang en is English.`,
  ].join("\n");
}

/** The help of one command. */
export function usageOf(command: Command): string {
  const { summary, details = [], word, rest, options } = command;
  const words = [word, rest].flatMap((one) => (one ? [[one.name.toUpperCase(), say.of(one.help)] as const] : []));
  const rows = [
    ...words,
    ...Object.entries(options).map(([name, option]) => [written(name, option), say.of(option.help)]),
  ];
  return [
    say`Usage: ${lineOf(command, say`[options]`)}`,
    "",
    sentenceOf(summary),
    ...(details.length > 0 ? ["", ...detailLines(details)] : []),
    ...(rows.length > 0 ? ["", ...table(rows as [string, string][])] : []),
  ].join("\n");
}

function sentenceOf(summary: string): string {
  const said = say.of(summary);
  return said === summary ? `${summary[0]?.toUpperCase()}${summary.slice(1)}.` : `${said}。`;
}

/** English is broken into lines already; Chinese may break anywhere except inside a word. */
function detailLines(details: readonly string[]): readonly string[] {
  const english = details.join(" ");
  const said = say.of(english);
  return said === english ? details : wrapped(said, 96);
}

function wrapped(text: string, most: number): string[] {
  const pieces = text.match(/[\x21-\x7e]+|./gu) ?? [];
  const lines = [""];
  for (const piece of pieces) {
    const line = lines.at(-1) ?? "";
    const isTail = /^[，。；：、）”？！]/.test(piece);
    if (line !== "" && !isTail && columnsOf(line) + columnsOf(piece) > most) lines.push(piece.trimStart());
    else lines[lines.length - 1] = line + piece;
  }
  return lines;
}

/** How a command is typed, as in `saoma menu set FILE [options]`. */
export const lineOf = ({ name, word, rest, options }: Command, someOptions = "[options]"): string =>
  [
    `saoma ${name}`,
    ...(word ? [word.name.toUpperCase()] : []),
    ...(Object.keys(options).length > 0 ? [someOptions] : []),
    ...(rest ? [`-- ${rest.name.toUpperCase()}`] : []),
  ].join(" ");

/** How an option is typed, as in `--port PORT`. */
export const written = (name: string, { value }: CommandOption): string => `--${name}${value ? ` ${value}` : ""}`;

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

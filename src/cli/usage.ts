import type { Command, CommandOption } from "./command.ts";

/** The help of `saoma` itself. */
export function usage(commands: readonly Command[]): string {
  return [
    "Sign people in to your website with WeChat.",
    "",
    "Usage: saoma <command> [options]",
    "",
    ...table(commands.map(({ name, summary }) => [name, summary])),
    "",
    "saoma <command> --help says more, saoma --version (-v) says which one this is.",
  ].join("\n");
}

/** The help of one command. */
export function usageOf(command: Command): string {
  const { summary, details = [], word, rest, options } = command;
  const words = [word, rest].flatMap((one) => (one ? [[one.name.toUpperCase(), one.help] as const] : []));
  const rows = [...words, ...Object.entries(options).map(([name, option]) => [written(name, option), option.help])];
  return [
    `Usage: ${lineOf(command)}`,
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(details.length > 0 ? ["", ...details] : []),
    ...(rows.length > 0 ? ["", ...table(rows as [string, string][])] : []),
  ].join("\n");
}

/** How a command is typed, as in `saoma menu set FILE [options]`. */
export const lineOf = ({ name, word, rest, options }: Command): string =>
  [
    `saoma ${name}`,
    ...(word ? [word.name.toUpperCase()] : []),
    ...(Object.keys(options).length > 0 ? ["[options]"] : []),
    ...(rest ? [`-- ${rest.name.toUpperCase()}`] : []),
  ].join(" ");

/** How an option is typed, as in `--port PORT`. */
export const written = (name: string, { value }: CommandOption): string => `--${name}${value ? ` ${value}` : ""}`;

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

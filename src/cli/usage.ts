import type { Command } from "./command.ts";

/** The help of `saoma` itself. */
export function usage(commands: readonly Command[]): string {
  return [
    "Sign people in to your website with WeChat.",
    "",
    "Usage: saoma <command> [options]",
    "",
    ...table(commands.map(({ name, summary }) => [name, summary])),
    "",
    "saoma <command> --help says more, saoma --version says which one this is.",
  ].join("\n");
}

/** The help of one command. */
export function usageOf({ name, summary, details = [], options }: Command): string {
  const rows = Object.entries(options).map(([option, { value, help }]) => [`--${option} ${value}`, help] as const);
  return [
    `Usage: saoma ${name}${rows.length > 0 ? " [options]" : ""}`,
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(details.length > 0 ? ["", ...details] : []),
    ...(rows.length > 0 ? ["", ...table(rows)] : []),
  ].join("\n");
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

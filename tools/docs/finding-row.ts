import type { Level } from "../../src/cli/doctor/findings/kind.ts";

const marks: Readonly<Record<Level, string>> = { good: "✓", warning: "!", broken: "✗" };

/** Escapes a text for a cell of a table. */
export const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/**
 * A row of the table of what the doctor finds: message and remedy, their values in italics. `asked` stands for the
 * remedy of WeChat's errcode.
 */
export function filledRow(level: Level, id: string, texts: readonly [string, string], asked: string): string {
  const cells = texts.map((text) =>
    escaped(text.replace("{remedy}", asked).replace(/\{[\w-]+\}/g, (place) => `*${place.slice(1, -1)}*`)),
  );
  return `| ${marks[level]} | \`${id}\` | ${cells.join(" | ")} |`;
}

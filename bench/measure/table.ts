/** A table for a terminal as well as for Markdown. The first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 0)).join(" | ")} |`;
  const rule = `|${widths.map((wide, column) => (column === 0 ? "-".repeat(wide + 2) : `${"-".repeat(wide + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

const width = (text: string): number => [...text].length;

const pad = (text: string, wide: number, left: boolean): string =>
  left ? text + " ".repeat(wide - width(text)) : " ".repeat(wide - width(text)) + text;

/** A number with three significant digits: `31.4`, `0.312`, `12,345`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}

export const ratio = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : "–");

import { say } from "../say.ts";
import type { Finding, WordedFinding } from "./findings.ts";

const marks = { good: "✓", warning: "!", broken: "✗" };
const colours = { good: "\u001b[32m", warning: "\u001b[33m", broken: "\u001b[31m" };

/** A finding as people read it: what, and below it the remedy. */
export function linesOf({ level, message, remedy }: WordedFinding, coloured: boolean): string[] {
  const mark = coloured ? `${colours[level]}${marks[level]}\u001b[0m` : marks[level];
  return [`${mark} ${message}`, ...(remedy && level !== "good" ? [`  → ${remedy}`] : [])];
}

export interface Summary {
  readonly broken: number;
  readonly warnings: number;
  readonly good: number;
}

export function summaryOf(findings: readonly Pick<Finding, "level">[]): Summary {
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  return { broken: count("broken"), warnings: count("warning"), good: count("good") };
}

/** The last line of the report, with the counts. */
export function conclusion({ broken, warnings, good }: Summary): string {
  if (broken === 0 && warnings === 0) return say`All is well: ${good} checks.`;
  return say`${good} good, ${warnings} to look at, ${broken} broken.`;
}

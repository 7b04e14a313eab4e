// `saoma doctor`.
import type { Command } from "./command.ts";
import { checkFile } from "./doctor/check-file.ts";
import { type Finding, type WordedFinding, worded } from "./doctor/findings.ts";
import { conclusion, linesOf, summaryOf } from "./doctor/report.ts";
import { CommandError } from "./failure.ts";
import { say, translated } from "./say.ts";

export const run: Command["run"] = async ({ config: file, json }) => {
  const findings: WordedFinding[] = [];
  const screen = createScreen(json !== undefined);
  for await (const progress of checkFile(file)) {
    if ("looking" in progress) {
      screen.looking(translated(progress.looking));
      continue;
    }
    const all = progress.findings.map((finding: Finding) => worded(finding, say));
    findings.push(...all);
    screen.show(all);
  }
  const summary = summaryOf(findings);
  console.log(json ? JSON.stringify({ ...summary, findings }, undefined, 2) : `\n${conclusion(summary)}`);
  if (summary.broken > 0) throw new CommandError(say`problems found. Fix them, and run the doctor again.`);
};

/** Findings as they come, and on a terminal what is being looked at meanwhile. */
function createScreen(isJson: boolean) {
  const { isTTY } = process.stderr;
  // https://no-color.org
  const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
  const wipe = () => isTTY && process.stderr.write("\r\u001b[K");
  return {
    looking: (what: string) => isTTY && process.stderr.write(`\r\u001b[K… ${say`asking ${what}`}`),
    show(findings: readonly WordedFinding[]) {
      wipe();
      if (isJson) return;
      for (const line of findings.flatMap((finding) => linesOf(finding, isColoured))) console.log(line);
    },
  };
}

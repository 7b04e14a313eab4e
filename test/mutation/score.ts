import type { Verdict } from "./plugins.ts";

/** What became of a file's mutants. */
export interface FileScore {
  /** How many a test noticed. */
  readonly killed: number;
  /** How many were tried. */
  readonly of: number;
  /** The share of all mutants that were tried, 0 to 1. */
  readonly share: number;
  /** Those that no test noticed, sorted. */
  readonly survivors: readonly string[];
}

/** By file. */
export type Scores = Readonly<Record<string, FileScore>>;

const isKilled = ({ status }: Verdict): boolean => status === "Killed" || status === "Timeout";

/** Scores of files from the verdicts of one run that tried `share` of the mutants. */
export function tally(verdicts: readonly Verdict[], share: number): Scores {
  const byFile = Object.entries(Object.groupBy(verdicts, ({ file }) => file)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    byFile.map(([file, ofFile = []]) => {
      const survivors = ofFile.filter((verdict) => !isKilled(verdict)).map(({ mutation }) => mutation);
      const killed = ofFile.length - survivors.length;
      return [file, { killed, of: ofFile.length, share, survivors: survivors.toSorted() }];
    }),
  );
}

/** Survivors of a run that the kept score has killed. Files that the kept score does not know, or knows less of, say nothing. */
export function newSurvivors(kept: Scores, now: Scores): { file: string; mutation: string }[] {
  return Object.entries(now).flatMap(([file, { survivors, share }]) => {
    const before = kept[file];
    if (!before || before.share < share) return [];
    return without(survivors, before.survivors).map((mutation) => ({ file, mutation }));
  });
}

/** The same text may survive at several lines of a file: each counts. */
function without(texts: readonly string[], known: readonly string[]): string[] {
  const left = [...known];
  return texts.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Percent of all files together; undefined where nothing was tried. */
export function percent(scores: readonly FileScore[]): number | undefined {
  const of = scores.reduce((sum, score) => sum + score.of, 0);
  const killed = scores.reduce((sum, score) => sum + score.killed, 0);
  return of === 0 ? undefined : Math.round((killed / of) * 1000) / 10;
}

/**
 * The kept score with a run's files in place of what was known of them; without files that are gone. Where less was
 * tried than before, what was known stays.
 */
export function merge(kept: Scores, now: Scores, exists: (file: string) => boolean): Scores {
  const isLarger = ([file, { share }]: [string, FileScore]) => share >= (kept[file]?.share ?? 0);
  const all = { ...kept, ...Object.fromEntries(Object.entries(now).filter(isLarger)) };
  const there = Object.entries(all).filter(([file]) => exists(file));
  return Object.fromEntries(there.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

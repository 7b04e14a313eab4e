import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { machine } from "./machine.ts";
import { ratio, table } from "./table.ts";

/** Ratios by name, as in `plain, 64 at once: a scan, of bare`. Higher is better. */
export type Ratios = Readonly<Record<string, number>>;

/** The latest stored ratios of a benchmark, with the machine that they were measured on. */
export interface KeptRatios {
  readonly commit: string;
  /** The date in UTC, as in `2026-11-21`. */
  readonly date: string;
  readonly machine: string;
  /** The load averages of the last minute before and after. */
  readonly load: readonly [string, string];
  /** Whether `--quick` made the benchmark smaller and shorter. */
  readonly quick?: true;
  readonly ratios: Ratios;
}

const file = new URL("../ratios.json", import.meta.url);

const readAll = (): Record<string, KeptRatios> => JSON.parse(readFileSync(file, "utf8"));

/** The benchmarks with stored ratios. */
export const keptBenches = (): string[] => Object.keys(readAll());

/** Stores the ratios of a benchmark in `bench/ratios.json`, in place of the earlier ones. */
export function keepRatios(
  bench: string,
  ratios: Ratios,
  { load, quick }: { readonly load: KeptRatios["load"]; readonly quick: boolean },
): void {
  const date = new Date().toISOString().slice(0, 10);
  const rounded = Object.fromEntries(Object.entries(ratios).map(([name, value]) => [name, Number(value.toFixed(3))]));
  const short = quick ? { quick } : {};
  const entry: KeptRatios = { commit: commitOf(), date, machine: machine(), load, ...short, ratios: rounded };
  const all = Object.entries({ ...readAll(), [bench]: entry }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

const git = (...words: readonly string[]): string =>
  execFileSync("git", words, { cwd: import.meta.dirname, encoding: "utf8" }).trim();

/** The measured commit, with `-dirty` if any file except the ratios has changed. */
const commitOf = (): string =>
  git("rev-parse", "--short", "HEAD") +
  (git("status", "--porcelain", "--", ":/", ":(top,exclude)bench/ratios.json") === "" ? "" : "-dirty");

/** A table of the changes against the stored ratios, below a line that says where those were measured. */
export function compareRatios(bench: string, ratios: Ratios): string {
  const before = readAll()[bench];
  if (!before) return `\nNo ratios of ${bench} are kept. Keep these: npm run bench -- ${bench} --keep`;
  const names = new Set([...Object.keys(before.ratios), ...Object.keys(ratios)]);
  const rows = [...names].map((name) => {
    const [then = Number.NaN, now = Number.NaN] = [before.ratios[name], ratios[name]];
    return [name, ratio(then), ratio(now), ratio(now / then)];
  });
  const where = `${before.commit} of ${before.date}, ${before.machine}, load ${before.load.join(" and ")}${before.quick ? ", quick" : ""}`;
  return `\n${bench}, against ${where}\n${table(["", "kept", "now", "change"], rows)}`;
}

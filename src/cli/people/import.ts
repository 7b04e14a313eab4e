// `saoma import`.
import type { Imported, Newcomer } from "../../login/accounts/import.ts";
import type { Config } from "../../server/config/config.ts";
import { parseConfig } from "../../server/config/parse.ts";
import type { Saoma } from "../../server/saoma.ts";
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { readConfiguration } from "../configuration.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";
import { batched, createProgress } from "./batch.ts";
import type { Line } from "./csv.ts";
import { importColumns, readNewcomer } from "./import-row.ts";
import { readRecords } from "./records.ts";

export const run: Command["run"] = async ({ file = "", config, "dry-run": dryRun }) => {
  const sources = parseConfig(await readConfiguration(config));
  await withService(config, (saoma) => importFile(saoma, sources, file, dryRun !== undefined));
};

/** The values of a record that must be unique in a file. Duplicates are reported, also in a dry run. */
const marksOf = ({ id, phone, person, union }: Newcomer): string[] => [
  `id ${id}`,
  ...(phone === undefined ? [] : [`phone ${phone}`]),
  ...(person === undefined ? [] : [`openid ${person.appid} ${person.openId}`]),
  ...(union === undefined ? [] : [`unionid ${union.platform} ${union.unionId}`]),
];

async function importFile(saoma: Saoma, config: Config, file: string, dryRun: boolean): Promise<void> {
  const counts = { created: 0, completed: 0, same: 0, bad: 0 };
  const progress = createProgress((done) => say`${done} people so far`);
  const bad = (line: number, problem: string) => {
    counts.bad++;
    console.error(say`line ${line}: ${problem}`);
  };
  for await (const batch of batched(newcomersIn(file, config, bad))) {
    const results = await saoma.people.import(
      batch.map(({ value }) => value),
      { dryRun, ...commandLine },
    );
    for (const [index, result] of results.entries()) count(batch[index], result);
    progress(batch.length);
  }

  function count(row: Line<Newcomer> | undefined, result: Imported): void {
    if (typeof result === "string") counts[result]++;
    else bad(row?.line ?? 0, result.problem);
  }

  const { created, completed, same } = counts;
  const done = dryRun ? say`Nothing was written. It would be` : say`Done:`;
  console.log(say`${done} ${created} new, ${completed} completed, ${same} there already, ${counts.bad} not taken.`);
  if (counts.bad > 0) throw new CommandError(say`${counts.bad} of the file's records were not taken`);
}

async function* newcomersIn(
  file: string,
  config: Config,
  bad: (line: number, problem: string) => void,
): AsyncGenerator<Line<Newcomer>> {
  const seen = new Map<string, number>();
  for await (const { line, value } of readRecords(file, importColumns)) {
    const read = "problem" in value ? value : readNewcomer(value, config, Date.now());
    if ("problem" in read) {
      bad(line, String(read.problem));
      continue;
    }
    const marks = marksOf(read as Newcomer);
    const twice = marks.find((mark) => seen.has(mark));
    if (twice !== undefined) {
      bad(line, say`${twice.split(" ")[0]} is that of line ${seen.get(twice)}, too`);
      continue;
    }
    for (const mark of marks) seen.set(mark, line);
    yield { line, value: read as Newcomer };
  }
}

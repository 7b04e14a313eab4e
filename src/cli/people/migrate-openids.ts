// `saoma identities migrate`.
import type { OpenIdMigration, OpenIdMigrationResult } from "../../login/accounts/migrate-openids.ts";
import { masked } from "../../ports/log.ts";
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
import { type Fields, readRecords } from "./records.ts";

export const run: Command["run"] = async ({ from = "", to = "", file = "", config, "dry-run": dryRun }) => {
  const { sources } = parseConfig(await readConfiguration(config));
  for (const [option, appid] of Object.entries({ from, to })) {
    if (!/^wx[0-9a-f]{16}$/.test(appid))
      throw new CommandError(say`--${option} must be an appid, wx and 16 hexadecimal digits`);
  }
  if (file === "") throw new CommandError(say`--file is needed: CSV with the columns ori_openid and new_openid`);
  if (from === to) throw new CommandError(say`--from and --to are the same account`);
  if (!sources.some(({ appid }) => appid === to))
    throw new CommandError(say`--to ${to} is no source of yours. Configure it first`);
  await withService(config, (saoma) => renumberFile(saoma, file, { from, to, dryRun: dryRun !== undefined }));
};

const columns = ["ori_openid", "new_openid", "err_msg"] as const;

async function renumberFile(
  saoma: Saoma,
  file: string,
  move: { readonly from: string; readonly to: string; readonly dryRun: boolean },
): Promise<void> {
  const counts = { added: 0, same: 0, unknown: 0, conflict: 0, bad: 0 };
  const progress = createProgress((done) => say`${done} openids so far`);
  const bad = (line: number, problem: string) => {
    counts.bad++;
    console.error(say`line ${line}: ${problem}`);
  };
  const count = (row: Line<OpenIdMigration> | undefined, result: OpenIdMigrationResult) => {
    if (typeof result === "string") return void counts[result]++;
    counts.conflict++;
    const { accountId, otherAccountId } = result.conflict;
    console.log(
      say`line ${row?.line}: ${masked(row?.value.from ?? "")} is account ${accountId}, ${masked(row?.value.to ?? "")} already account ${otherAccountId}: not merged`,
    );
  };
  for await (const batch of batched(pairsIn(file, bad))) {
    const pairs = batch.map(({ value }) => value);
    for (const [index, result] of (await saoma.people.migrateOpenIds(pairs, { ...move, ...commandLine })).entries())
      count(batch[index], result);
    progress(batch.length);
  }
  const { added, same, unknown, conflict } = counts;
  const done = move.dryRun ? say`Nothing was written. It would be` : say`Done:`;
  console.log(
    say`${done} ${added} added, ${same} there already, ${unknown} unknown here, ${conflict} in conflict, ${counts.bad} not taken.`,
  );
  if (counts.bad > 0) throw new CommandError(say`${counts.bad} of the file's records were not taken`);
}

async function* pairsIn(
  file: string,
  bad: (line: number, problem: string) => void,
): AsyncGenerator<Line<OpenIdMigration>> {
  for await (const { line, value } of readRecords(file, columns)) {
    const read = "problem" in value ? { problem: String(value.problem) } : readPair(value as Fields);
    if ("problem" in read) bad(line, read.problem);
    else yield { line, value: read };
  }
}

const openId = /^[\w-]{1,128}$/;

function readPair({
  ori_openid: from = "",
  new_openid: to = "",
  err_msg,
}: Fields): OpenIdMigration | { problem: string } {
  if (err_msg !== undefined && err_msg !== "ok" && to === "") return { problem: say`WeChat says: ${err_msg}` };
  if (!openId.test(from)) return { problem: say`ori_openid must be letters, digits, - and _` };
  return openId.test(to) ? { from, to } : { problem: say`new_openid must be letters, digits, - and _` };
}

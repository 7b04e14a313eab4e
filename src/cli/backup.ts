// `saoma backup`.
import { backupSqlite } from "../adapters/sqlite/backup.ts";
import type { Command } from "./command.ts";
import { databaseOf } from "./database.ts";
import { say } from "./say.ts";

export const run: Command["run"] = async ({ config, file = "", force }) => {
  const path = await databaseOf(config, instead);
  const bytes = backupSqlite({ path, to: file, force: force !== undefined });
  console.log(
    say`Wrote ${file} (${sizeOf(bytes)}), checked whole. It has all of ${path} but SAOMA_SECRET: keep that elsewhere.`,
  );
};

const instead = say`Write a backup with its own tool, while the service runs or not: pg_dump --format=custom --file=FILE URL.`;

const sizeOf = (bytes: number): string =>
  bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;

// Moves a SQLite database to PostgreSQL.
import { resolve } from "node:path";
import { fillPostgres } from "../adapters/postgres/fill.ts";
import { readAllOfSqlite } from "../adapters/sqlite/read-all.ts";
import { systemClock } from "../base/clock.ts";
import { parseDatabase } from "../server/config/parse.ts";
import { postgresTarget } from "../server/database.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { CommandError } from "./failure.ts";
import { say } from "./say.ts";

export const run: Command["run"] = async ({ config, file = "" }) => {
  const database = parseDatabase(await readConfiguration(config));
  if ("path" in database)
    throw new CommandError(say`the configured database is a file. Name the PostgreSQL to move to in database.url.`);
  const target = await postgresTarget(database);
  const path = resolve(file);
  const counts = await readAllOfSqlite(path, (tables) => fillPostgres(target, systemClock, tables));
  for (const [table, count] of Object.entries(counts)) if (count > 0) console.log(`${table} ${count}`);
  console.log(say`All of ${path} is in ${target.address.name}, as many rows of each table. Start the service.`);
  console.log(say`${path} is as it was; delete it when you need it no more.`);
};

// `saoma migrate`.
import { migratePostgres } from "../adapters/postgres/store.ts";
import { migrateSqlite } from "../adapters/sqlite/store.ts";
import { systemClock as clock } from "../base/clock.ts";
import { parseConfig } from "../server/config/parse.ts";
import { postgresTarget } from "../server/database.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { say } from "./say.ts";

export const run: Command["run"] = async ({ config }) => {
  const { database } = parseConfig(await readConfiguration(config));
  if ("path" in database) return report(database.path, await migrateSqlite({ path: database.path, clock }));
  const target = await postgresTarget(database);
  report(target.address.name, await migratePostgres({ target, clock, connections: database.connections }));
};

function report(name: string, applied: readonly string[]): void {
  for (const one of applied) console.log(say`applied ${one}`);
  console.log(say`The database ${name} is up to date.`);
}

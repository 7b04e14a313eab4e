import { migrateSqlite } from "../adapters/sqlite/store.ts";
import { systemClock } from "../base/clock.ts";
import { parseConfig } from "../server/config/config.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";

export const run: Command["run"] = async ({ config }) => {
  const { database } = parseConfig(await readConfiguration(config));
  const applied = await migrateSqlite({ path: database.path, clock: systemClock });
  for (const name of applied) console.log(`applied ${name}`);
  console.log(`The database ${database.path} is up to date.`);
};

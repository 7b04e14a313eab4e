import { migrateSqlite } from "../adapters/sqlite/store.ts";
import { systemClock } from "../base/clock.ts";
import { parseConfig } from "../server/config.ts";
import { loadConfigFile } from "../server/config-file.ts";
import { type Command, configured } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "bring the database up to date",
  details: ["`saoma serve` does the same by itself when it starts."],
  options: configured,
  async run({ config }) {
    const { database } = parseConfig(await loadConfigFile(config, process.cwd()));
    const applied = await migrateSqlite({ path: database.path, clock: systemClock });
    for (const name of applied) console.log(`applied ${name}`);
    console.log(`The database ${database.path} is up to date.`);
  },
};

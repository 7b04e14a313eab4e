import { resolve } from "node:path";
import { parseDatabase } from "../server/config/parse.ts";
import { readConfiguration } from "./configuration.ts";
import { CommandError } from "./failure.ts";
import { say } from "./say.ts";

/**
 * The absolute path of the configured database file, because the user may be in another folder than they think.
 * `instead` says what to do with a PostgreSQL database.
 */
export async function databaseOf(config: string | undefined, instead: string): Promise<string> {
  const database = parseDatabase(await readConfiguration(config));
  if ("url" in database) throw new CommandError(say`the database is PostgreSQL. ${instead}`);
  const { path } = database;
  if (path === ":memory:")
    throw new CommandError(say`database.path is :memory:, which is gone when the service stops.`);
  return resolve(path);
}

import { resolve } from "node:path";
import { parseDatabase } from "../server/config/parse.ts";
import { readConfiguration } from "./configuration.ts";
import { CommandError } from "./failure.ts";

/**
 * The configured database's file, whole: somebody may be in another folder than they think. `instead` is what to do
 * where it is a PostgreSQL.
 */
export async function databaseOf(config: string | undefined, instead: string): Promise<string> {
  const database = parseDatabase(await readConfiguration(config));
  if ("url" in database) throw new CommandError(`the database is PostgreSQL. ${instead}`);
  const { path } = database;
  if (path === ":memory:") throw new CommandError("database.path is :memory:, which is gone when the service stops.");
  return resolve(path);
}

import { resolve } from "node:path";
import { parseDatabase } from "../server/config/config.ts";
import { readConfiguration } from "./configuration.ts";
import { CommandError } from "./failure.ts";

/** The configured database's file, whole: somebody may be in another folder than they think. */
export async function databaseOf(config: string | undefined): Promise<string> {
  const { path } = parseDatabase(await readConfiguration(config));
  if (path === ":memory:") throw new CommandError("database.path is :memory:, which is gone when the service stops.");
  return resolve(path);
}

import { parseConfig } from "../server/config/parse.ts";
import { postgresTarget } from "../server/database.ts";
import { redisTarget } from "../server/redis.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";

export const run: Command["run"] = async ({ config }) => {
  const { sources, applications, warnings, database, redis } = parseConfig(await readConfiguration(config));
  // A package that is not installed, or a certificate that cannot be read.
  if ("url" in database) await postgresTarget(database);
  if (redis) await redisTarget(redis);
  for (const warning of warnings) console.log(`Warning: ${warning}.`);
  console.log(`The configuration is good: ${count(sources, "source")}, ${count(applications, "application")}.`);
};

const count = (list: readonly unknown[], word: string): string =>
  `${list.length} ${word}${list.length === 1 ? "" : "s"}`;

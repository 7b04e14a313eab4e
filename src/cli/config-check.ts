// `saoma config check`.
import { parseConfig } from "../server/config/parse.ts";
import { postgresTarget } from "../server/database.ts";
import { redisTarget } from "../server/redis.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { say, translated } from "./say.ts";

export const run: Command["run"] = async ({ config }) => {
  const { sources, applications, warnings, database, redis } = parseConfig(await readConfiguration(config));
  // Throws if the database driver is not installed, or a certificate cannot be read.
  if ("url" in database) await postgresTarget(database);
  if (redis) await redisTarget(redis);
  for (const warning of warnings) console.log(say`Warning: ${translated(warning)}.`);
  console.log(
    say`The configuration is good: ${sourcesText(sources.length)}, ${applicationsText(applications.length)}.`,
  );
};

const sourcesText = (count: number): string => (count === 1 ? say`${count} source` : say`${count} sources`);
const applicationsText = (count: number): string =>
  count === 1 ? say`${count} application` : say`${count} applications`;

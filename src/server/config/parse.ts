// Parses the operator's options, and reports everything that is wrong with them.
import { english } from "../../base/english.ts";
import { buildConfig } from "./build.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { crossCheck } from "./cross-check.ts";
import { type DatabaseConfig, databaseConfig, databaseProblems, database as databaseSchema } from "./database.ts";
import { options as schema } from "./schema.ts";
import { schemaProblems } from "./schema-problems.ts";
import { type Environment, isOptions, withDatabaseUrl, withSecrets } from "./secrets.ts";

/**
 * Checks the options, with the secrets they leave out taken from the environment.
 *
 * @throws {ConfigError} naming everything that is wrong, the unsafe included.
 */
export function parseConfig(options: unknown, environment: Environment = process.env): Config {
  if (!isOptions(options))
    throw new ConfigError([{ path: "", message: english`must be an object. Use defineConfig({ … }).` }]);
  const { options: filled, problems: unread } = withSecrets(given(options), environment);
  const parsed = schema.safeParse(filled, schemaProblems.parameters);
  const broken = parsed.success ? [] : schemaProblems.of(parsed.error);
  const problems = [...broken, ...crossCheck(filled)].filter(({ path }) => !unread.some((one) => one.path === path));
  if (!parsed.success || problems.length + unread.length > 0) throw new ConfigError([...unread, ...problems]);
  return buildConfig(parsed.data);
}

/**
 * Parses only `database`, for commands that need nothing else: a process that makes backups need not have the secrets.
 * @throws {ConfigError} naming what is wrong with it.
 */
export function parseDatabase(options: unknown, environment: Environment = process.env): DatabaseConfig {
  const { options: filled, problems: unread } = withDatabaseUrl(isOptions(options) ? given(options) : {}, environment);
  const { database } = filled;
  const parsed = schema
    .pick({ database: true })
    .safeParse(database === undefined ? {} : { database }, schemaProblems.parameters);
  const broken = parsed.success ? databaseProblems(filled) : schemaProblems.of(parsed.error);
  if (!parsed.success || broken.length + unread.length > 0) throw new ConfigError([...unread, ...broken]);
  return databaseConfig(parsed.data.database ?? databaseSchema.parse({}));
}

/** An option set to undefined, as in `secret: process.env.OTHER`, counts as left out. */
const given = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(given) as T;
  if (!isOptions(value)) return value;
  const set = Object.entries(value).filter(([, option]) => option !== undefined);
  return Object.fromEntries(set.map(([name, option]) => [name, given(option)])) as T;
};

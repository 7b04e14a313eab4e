import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import type { SaomaOptions } from "../server/config/config.ts";
import { loadConfigFile } from "../server/config/config-file.ts";
import { say } from "./say.ts";

/**
 * Loads the configuration file. Before that it reads the `.env` beside it into the environment, without replacing
 * variables that are set. The result is not checked: `createSaoma` and `parseConfig` do that.
 */
export async function readConfiguration(config: string | undefined): Promise<SaomaOptions> {
  const folder = process.cwd();
  readEnvironmentFile(join(config === undefined ? folder : dirname(resolve(folder, config)), ".env"));
  return (await loadConfigFile(config, folder)) as SaomaOptions;
}

function readEnvironmentFile(file: string): void {
  if (!existsSync(file)) return;
  try {
    for (const [name, value] of Object.entries(parseEnv(readFileSync(file, "utf8")))) process.env[name] ??= value;
  } catch (error) {
    // A service manager may have read the file already, for a user who may not.
    const why = error instanceof Error && "code" in error ? error.code : error;
    console.error(say`saoma: ${file} cannot be read (${why}); going on with the environment as it is.`);
  }
}

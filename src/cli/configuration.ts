import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import type { SaomaOptions } from "../server/config/config.ts";
import { loadConfigFile } from "../server/config/config-file.ts";
import { say } from "./say.ts";

/**
 * What the configuration file holds, with `.env` beside it read into the environment first. What the environment has
 * already stays. Of whatever shape it is: `createSaoma` and `parseConfig` check it.
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
    // A service manager may have read it for a user who cannot.
    const why = error instanceof Error && "code" in error ? error.code : error;
    console.error(say`saoma: ${file} cannot be read (${why}); going on with the environment as it is.`);
  }
}

import { parseConfig } from "../server/config/config.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";

export const run: Command["run"] = async ({ config }) => {
  const { sources, applications, warnings } = parseConfig(await readConfiguration(config));
  for (const warning of warnings) console.log(`Warning: ${warning}.`);
  console.log(`The configuration is good: ${count(sources, "source")}, ${count(applications, "application")}.`);
};

const count = (list: readonly unknown[], word: string): string =>
  `${list.length} ${word}${list.length === 1 ? "" : "s"}`;

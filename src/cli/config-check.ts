import { parseConfig } from "../server/config.ts";
import { loadConfigFile } from "../server/config-file.ts";
import { type Command, configured } from "./command.ts";

export const configCheck: Command = {
  name: "config check",
  summary: "say everything that is wrong with the configuration",
  details: ["Secrets that the file leaves out are looked for in the environment, as `saoma serve` does."],
  options: configured,
  async run({ config }) {
    const { sources, applications, warnings } = parseConfig(await loadConfigFile(config, process.cwd()));
    for (const warning of warnings) console.log(`Warning: ${warning}.`);
    console.log(`The configuration is good: ${count(sources, "source")}, ${count(applications, "application")}.`);
  },
};

const count = (list: readonly unknown[], word: string): string =>
  `${list.length} ${word}${list.length === 1 ? "" : "s"}`;

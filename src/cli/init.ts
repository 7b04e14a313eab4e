// `saoma init`: asks a few questions and writes a configuration.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { systemRandom } from "../base/random.ts";
import type { Config } from "../server/config/config.ts";
import { parseConfig } from "../server/config/parse.ts";
import type { Command } from "./command.ts";
import { collectAnswers } from "./init/answers.ts";
import { configText } from "./init/config-text.ts";
import { consoleSteps } from "./init/console-steps.ts";
import { plan, write } from "./init/files.ts";
import { optionsFrom, variablesFrom } from "./init/options.ts";
import { createPrompter } from "./prompt/prompter.ts";
import { say } from "./say.ts";

export const run: Command["run"] = async ({ yes, force, ...flags }) => {
  const folder = process.cwd();
  const answers = await collectAnswers(flags, yes ? undefined : createPrompter());
  const options = optionsFrom(answers);
  const variables = variablesFrom(answers, systemRandom);
  // The configuration is checked as by `saoma config check` before it is written.
  const config = parseConfig(options, variables);
  const ignored = [".env", ...ignoredDatabase(config)];
  const files = plan({ folder, config: configText(options), variables, ignored }, force !== undefined);
  console.log(`${say`Wrote ${write(files).join(say`, `)}.`}\n`);
  for (const line of consoleSteps(config, { isInstalled: isInstalled(folder) })) console.log(line);
};

/** The database file, for `.gitignore`, because it contains people's openids. */
function ignoredDatabase({ database }: Config): string[] {
  const path = "path" in database ? database.path : ":memory:";
  if (path.startsWith("/") || path.startsWith("..") || path === ":memory:") return [];
  const folder = dirname(path);
  return [folder === "." ? `/${path}*` : `/${folder.split("/")[0]}/`];
}

function isInstalled(folder: string): boolean {
  try {
    createRequire(join(folder, "saoma.config.mts")).resolve("saoma/package.json");
    return true;
  } catch {
    return false;
  }
}

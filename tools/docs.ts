// `npm run docs`: generates the pages whose content is in the code. A test fails if one of them is outdated.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { commandsPage } from "./docs/commands.ts";
import { chineseCommandsPage } from "./docs/commands-zh.ts";
import { configurationPage } from "./docs/configuration.ts";
import { chineseConfigurationPage } from "./docs/configuration-zh.ts";
import { environmentFile } from "./docs/environment.ts";
import { errorsPage } from "./docs/errors.ts";
import { chineseErrorsPage } from "./docs/errors-zh.ts";
import { optionsTypes } from "./interfaces/options.ts";
import { simulatorTypes } from "./interfaces/simulator.ts";
import { wireTypes } from "./interfaces/wire.ts";

/** The generated files, by path. */
export const pages: Readonly<Record<string, () => string>> = {
  "docs/commands.md": commandsPage,
  "docs/configuration.md": configurationPage,
  "docs/errors.md": errorsPage,
  "docs/zh-CN/commands.md": chineseCommandsPage,
  "docs/zh-CN/configuration.md": chineseConfigurationPage,
  "docs/zh-CN/errors.md": chineseErrorsPage,
  ".env.example": environmentFile,
  "src/server/config/options.ts": optionsTypes,
  "src/simulator/interfaces.ts": simulatorTypes,
  "src/wire/interfaces.ts": wireTypes,
};

if (import.meta.main) {
  for (const [path, page] of Object.entries(pages)) {
    const file = new URL(`../${path}`, import.meta.url).pathname;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, page());
    console.log(`Wrote ${path}`);
  }
}

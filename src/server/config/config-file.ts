import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { english } from "../../base/english.ts";
import { ConfigError } from "./config-error.ts";
import { placeOfFault } from "./fault-place.ts";

const names = ["saoma.config.mts", "saoma.config.ts", "saoma.config.mjs", "saoma.config.js"];

/**
 * Reads the default export of a configuration file: the named one, or the first of `saoma.config.mts`, `.ts`,
 * `.mjs` and `.js` in `folder`. What it holds is not checked here.
 *
 * @throws {ConfigError} where there is none, or where it cannot be run or exports nothing.
 */
export async function loadConfigFile(path: string | undefined, folder: string): Promise<unknown> {
  const file = path === undefined ? find(folder) : resolve(folder, path);
  if (file === undefined)
    throw fault(
      "saoma.config.mts",
      english`is missing in ${folder}. Make it with saoma init, or name one with --config.`,
    );
  if (!existsSync(file)) throw fault(file, english`does not exist. Name the file that you mean with --config.`);
  const loaded = await run(file);
  if (loaded.default === undefined)
    throw fault(file, english`exports nothing. Write \`export default defineConfig({ … })\`.`);
  return loaded.default;
}

const find = (folder: string): string | undefined => names.map((name) => resolve(folder, name)).find(existsSync);

async function run(file: string): Promise<{ default?: unknown }> {
  try {
    return (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (error) {
    const why = reasonOf(error);
    const place = placeOfFault(error, file);
    const said = place === undefined ? english`cannot be run: ${why}.` : english`cannot be run, at ${place}: ${why}.`;
    throw fault(file, `${said}${isMissing(why) ? notInstalled : remedyOf(file, why)}`, error);
  }
}

/** `fetch` says "fetch failed", and why in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.message === "fetch failed" && error.cause instanceof Error ? error.cause : undefined;
  const code = cause && "code" in cause ? String(cause.code) : "";
  const why = cause?.message || code;
  return why ? `${error.message} (${why})` : error.message.replace(/\.$/, "");
}

const notInstalled = english` Run \`npm install saoma\` in that folder.`;
const isMissing = (why: string): boolean => why.startsWith("Cannot find package 'saoma'");

/** In a folder whose package.json says "commonjs", which npm writes by itself, `.ts` and `.js` are no modules. */
const remedyOf = (file: string, why: string): string =>
  /\.[tj]s$/.test(file) && /import|export|module/i.test(why)
    ? english` If it is about imports, call it ${file.replace(/\.([tj])s$/, ".m$1s")} instead.`
    : "";

const fault = (path: string, message: string, cause?: unknown): ConfigError =>
  new ConfigError([{ path, message }], { cause });

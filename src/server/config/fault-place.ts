import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The place of an error in the configuration or in a file that it imports, such as `/site/saoma.config.mts:5:3`. */
export function placeOfFault(error: unknown, file: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { stack = "" } = error;
  return pointedAt(stack) ?? thrownAt(stack) ?? (error instanceof SyntaxError ? syntaxFault(file) : undefined);
}

/** The lines that Node writes above a stack: file and line, the line's text, and marks below the error. */
function pointedAt(stack: string, name?: string): string | undefined {
  const [, file = "", line, marked = ""] = /^(\S+):(\d+)\n((?:.*\n)*? *\^)/.exec(stack) ?? [];
  const column = marked.split("\n").at(-1)?.length;
  return line === undefined ? undefined : `${name ?? pathOf(file)}:${line}:${column}`;
}

/** The innermost frame in a file of the operator's own. */
function thrownAt(stack: string): string | undefined {
  const frames = [...stack.matchAll(/(file:\/\/\S+?):(\d+):(\d+)\)?$/gm)];
  const own = frames.find(([, url = ""]) => !url.includes("/node_modules/") && !url.startsWith(ours));
  return own && `${pathOf(own[1] ?? "")}:${own[2]}:${own[3]}`;
}

const ours = new URL("../../", import.meta.url).href;
const pathOf = (file: string): string => (file.startsWith("file:") ? fileURLToPath(file) : file);

/** V8 reports the place of a syntax error in a module only to Node: so Node checks this file and those it imports. */
function syntaxFault(file: string, seen = new Set<string>()): string | undefined {
  if (seen.has(file) || !existsSync(file)) return undefined;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  const own = syntaxFaultIn(file, text);
  if (own !== undefined) return own;
  const imported = [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)];
  for (const [, path = ""] of imported) {
    const found = syntaxFault(resolve(dirname(file), path), seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function syntaxFaultIn(file: string, text: string): string | undefined {
  if (file.endsWith(".json")) return undefined;
  const input = /\.m?ts$/.test(file) ? askNode(["--eval", stripTypes], text).stdout : text;
  return pointedAt(askNode(["--check", "--input-type=module", "-"], input).stderr, file);
}

/** Types are replaced by blanks, so every place stays the same. */
const stripTypes = `process.stdout.write(require("module").stripTypeScriptTypes(require("fs").readFileSync(0, "utf8")))`;

const askNode = (args: readonly string[], input: string): { readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, ["--no-warnings", ...args], { input, encoding: "utf8" });

import { parseEnv } from "node:util";
import { say } from "../say.ts";

const head = say`# Made by \`saoma init\`. Keep this file to yourself: mode 0600, never in Git.`;
const note = say`# Makes sessions and codes. With another one, codes that wait are void: keep a copy of it elsewhere.`;

/** The text of `.env` with these variables. Existing variables are replaced in their place, new ones are appended. */
export function environmentText(before: string, variables: Readonly<Record<string, string>>): string {
  const named = (line: string): string => /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1] ?? "";
  const kept = before.split("\n").filter((line) => !(named(line) in variables) && line !== head && line !== note);
  while (kept.at(-1) === "") kept.pop();
  const [secret = "", ...others] = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  return [...(kept.length > 0 ? [...kept, ""] : []), head, note, secret, ...others, ""].join("\n");
}

/** The variables that `.env` has already. */
export function alreadyIn(before: string, variables: Readonly<Record<string, string>>): string[] {
  const there = parseEnv(before);
  return Object.keys(variables).filter((name) => there[name] !== undefined && there[name] !== "");
}

const quoted = (value: string): string => (/^[\w.+/=-]*$/.test(value) ? value : `'${value}'`);

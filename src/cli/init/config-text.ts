import type { SaomaOptions } from "../../server/config/config.ts";
import { say } from "../say.ts";

/** The text of the configuration file, formatted as people write it. */
export const configText = (options: SaomaOptions): string =>
  [
    `import { defineConfig } from "saoma";`,
    "",
    say`// Secrets are in .env beside this file. \`npx saoma config check\` says what is wrong with it, \`npx saoma doctor\``,
    say`// what does not work yet.`,
    `export default defineConfig(${literal(options, "")});`,
    "",
  ].join("\n");

const wide = 90;

function literal(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const deeper = `${indent}  `;
  const parts = isList
    ? value.map((each) => literal(each, deeper))
    : Object.entries(value).map(([name, each]) => `${key(name)}: ${literal(each, deeper)}`);
  const [open, close, space] = isList ? ["[", "]", ""] : ["{", "}", " "];
  const line = `${open}${space}${parts.join(", ")}${space}${close}`;
  // The outermost object is always written on several lines.
  if (indent !== "" && line.length + indent.length < wide && !line.includes("\n")) return line;
  return [open, ...parts.map((part) => `${deeper}${part},`), `${indent}${close}`].join("\n");
}

const key = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name));

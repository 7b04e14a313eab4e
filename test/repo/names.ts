import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseSync } from "oxc-parser";
import { houseWords, sharedNames, standardWords } from "./words.ts";

const declarations = [
  "node_modules/@typescript/*/lib/lib.*.d.ts",
  "node_modules/@types/node/**/*.d.ts",
  "node_modules/hono/dist/types/**/*.d.ts",
  "node_modules/kysely/dist/**/*.d.ts",
];

/** The words of a name: `readBodyOf` has three, `HTMLElement` two. */
export const wordsOf = (name: string): string[] =>
  name
    .split(/[-._]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());

const singular = (word: string): string => word.replace(/ies$/, "y").replace(/(?<=ch|sh|ss|x)es$|s$/, "");

function declaredWords(): Set<string> {
  const words = new Set<string>();
  for (const file of globSync(declarations)) {
    const names = readFileSync(file, "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .match(/[A-Za-z]{2,}/g);
    for (const name of new Set(names)) for (const word of wordsOf(name)) words.add(singular(word));
  }
  return words;
}

function glossaryWords(): string[] {
  const rows = readFileSync("docs/glossary.md", "utf8").matchAll(/^\| ([^|]+) \|/gm);
  return [...rows].flatMap(([, term = ""]) => term.toLowerCase().match(/[a-z]+/g) ?? []);
}

/** Every word that may name a file: those of the field, those of the glossary, and the listed ones. */
export function knownWords(): ReadonlySet<string> {
  const listed = Object.values(standardWords).flatMap((words) => words.split(" "));
  return new Set([...declaredWords(), ...[...glossaryWords(), ...listed].map(singular)]);
}

const namesIn = (path: string): string[] =>
  path
    .replace(/(\.test)?\.tsx?$/, "")
    .split("/")
    .flatMap(wordsOf);

/** Files with a folder or name that contains a word unknown outside this project. */
export const unknownWords = (paths: readonly string[], known: ReadonlySet<string>): string[] =>
  paths.flatMap((path) =>
    namesIn(path)
      .filter((word) => !/^\d+$/.test(word) && !known.has(singular(word)))
      .map((word) => `${path}: "${word}" is in no specification, and not in docs/glossary.md or test/repo/words.ts`),
  );

/** Names that contain a word for which the field has another one. */
export const houseWordsIn = (names: readonly string[], wordsIn = namesIn): string[] =>
  names.flatMap((name) =>
    wordsIn(name)
      .filter((word) => Object.hasOwn(houseWords, word))
      .map((word) => `${name}: say "${houseWords[word]}" for "${word}"`),
  );

/** The names that a file defines and exports, without re-exports. */
export function exportsOf(path: string, text: string): string[] {
  const names = parseSync(path, text).program.body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration" || !statement.declaration) return [];
    const { declaration } = statement;
    if (declaration.type === "VariableDeclaration")
      return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
    return "id" in declaration && declaration.id?.type === "Identifier" ? [declaration.id.name] : [];
  });
  return [...new Set(names)];
}

/** Names that two files of one folder export: the reader of an import cannot tell which one is meant. */
export function exportedTwice(files: ReadonlyMap<string, readonly string[]>): string[] {
  const homes = new Map<string, string[]>();
  for (const [path, names] of files) {
    for (const name of names) {
      const key = `${dirname(path)}: ${name}`;
      homes.set(key, [...(homes.get(key) ?? []), path]);
    }
  }
  return [...homes]
    .filter(([key, paths]) => paths.length > 1 && !Object.hasOwn(sharedNames, key.split(": ")[1] ?? ""))
    .map(([key, paths]) => `${key} is exported by ${paths.join(" and ")}`);
}

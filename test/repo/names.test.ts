import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exportedTwice, exportsOf, houseWordsIn, knownWords, unknownWords, wordsOf } from "./names.ts";
import { houseWords, standardWords } from "./words.ts";

const sources = globSync("src/**/*.ts").map((path) => path.slice("src/".length));
const tests = globSync("test/**/*.ts", { exclude: (path) => path.includes("node_modules") });
const exported = new Map(sources.map((path) => [path, exportsOf(path, readFileSync(`src/${path}`, "utf8"))]));
const known = knownWords();

// An engineer looks for a feature by the word that the field has for it.
test("files and folders are named in the field's words or the glossary's", () => {
  expect(unknownWords(sources, known)).toEqual([]);
});

test.each(["http/rota.ts", "widget/circumstances.ts", "cli/dev-curtain.ts", "login/rehearse.ts"])(
  "%s is found",
  (path) => {
    expect(unknownWords([path], known)).toHaveLength(1);
  },
);

test("no file is named by a word that the field has another one for", () => {
  expect(houseWordsIn([...sources, ...tests])).toEqual([]);
});

test("no export is named by such a word", () => {
  expect(houseWordsIn([...new Set([...exported.values()].flat())], wordsOf)).toEqual([]);
});

test.each([
  ["client/patience.ts", 'say "timeout, retry policy" for "patience"'],
  ["createEar", 'say "watchdog" for "ear"'],
])("%s is found, with the word to use", (name, advice) => {
  expect(houseWordsIn([name], name.includes("/") ? undefined : wordsOf)).toEqual([`${name}: ${advice}`]);
});

test("no folder exports one name from two files", () => {
  expect(exportedTwice(exported)).toEqual([]);
});

test("two meanings of one name in a folder are found, two folders may each have their own", () => {
  const files = new Map([
    ["login/start/choose.ts", exportsOf("a.ts", "export const take = 1; export interface Entry {}")],
    ["login/start/bind.ts", exportsOf("b.ts", "export function take() {}")],
    ["login/push/enter.ts", exportsOf("c.ts", "export type Entry = 1")],
  ]);
  expect(exportedTwice(files)).toEqual([
    "login/start: take is exported by login/start/choose.ts and login/start/bind.ts",
  ]);
});

test("every listed word is used, and none is listed twice", () => {
  const listed = Object.values(standardWords).flatMap((words) => words.split(" "));
  const used = new Set(sources.flatMap((path) => path.replace(/\.ts$/, "").split("/").flatMap(wordsOf)));
  expect(listed.filter((word) => !used.has(word))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed.filter((word) => Object.hasOwn(houseWords, word))).toEqual([]);
});

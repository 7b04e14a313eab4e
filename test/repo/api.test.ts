import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { declarationsOf, type Files } from "../../tools/api/declarations.ts";
import { report, reportName } from "../../tools/api.ts";
import { emitDeclarations, entries } from "../../tools/declarations.ts";

const folder = new URL("../../docs/api/", import.meta.url);

let files: Files;
beforeAll(() => {
  files = emitDeclarations();
}, 180_000);

const names = Object.keys(entries());

// Every change of the public API, from whatever code, shows in the diff of these files.
test.each(names)("the report of %s is current; `npm run api` writes it", (entry) => {
  const file = new URL(reportName(entry), folder);
  expect(existsSync(file), file.pathname).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(report(entry, files));
});

test("no report is kept for an entry that is gone", () => {
  expect(readdirSync(folder).toSorted()).toEqual(names.map(reportName).toSorted());
});

test("what an exported type refers to is followed through imports and aliases, and no further than packages", () => {
  const all = new Map([
    ["index.ts", `import type { Z } from "zod"; export { f, type A } from "./a/a.ts"; export type Y = Z;`],
    [
      "a/a.ts",
      `import type { B as Other } from "../b.ts"; export interface A { b: Other } export declare function f(): A;`,
    ],
    ["b.ts", "interface C { d: string } interface Alone {} export interface B { c: C }"],
  ]);
  const names = declarationsOf("index.ts", all).map(({ name, isExported }) => `${name}${isExported ? "" : " (inner)"}`);
  expect(names).toEqual(["A", "B (inner)", "C (inner)", "Y", "f"]);
});

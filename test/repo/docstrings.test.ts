import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { declarationsOf, type Files } from "../../tools/api/declarations.ts";
import { type Documented, surfaceOf } from "../../tools/api/surface.ts";
import { emitDeclarations, entries } from "../../tools/declarations.ts";

let files: Files;
beforeAll(() => {
  files = emitDeclarations();
}, 180_000);

const names = Object.keys(entries());

const exported = (entry: string): Documented[] =>
  declarationsOf(entries()[entry] ?? "", files)
    .filter(({ isExported }) => isExported)
    .flatMap(surfaceOf);

// An editor shows the docstring where the name is used. Most readers see no other page.
test.each(names)("every exported name and every member of %s has a docstring", (entry) => {
  const lacking = exported(entry).filter(({ doc = "" }) => doc.trim().length < 10);
  expect(lacking.map(({ path }) => path)).toEqual([]);
});

test.each(names)("every exported function of %s has an example", (entry) => {
  const functions = exported(entry).filter(({ isFunction, path }) => isFunction && !path.includes("."));
  expect(functions.filter(({ doc = "" }) => !doc.includes("@example")).map(({ path }) => path)).toEqual([]);
});

test("what lacks a docstring is found: names, members, members of members and of choices", () => {
  const text = `
    /** A word of the docstring. */
    export interface A { b: string; /** A word. */ c: { d: number } }
    type B = { readonly kind: "one"; e: string } | { f(): void };
    export declare function g(options: { h: string }): void;
    export type { B };
  `;
  const found = declarationsOf("a.ts", new Map([["a.ts", text]]))
    .flatMap(surfaceOf)
    .filter(({ doc }) => doc === undefined);
  expect(found.map(({ path }) => path)).toEqual(["A.b", "A.c.d", "B", "B.e", "B.f", "g", "g.h"]);
});

const folder = new URL("../../node_modules/.cache/saoma-examples/", import.meta.url);
const sources = Object.fromEntries(Object.entries(entries()).map(([name, path]) => [name, [`../../../src/${path}`]]));
const tsconfig = {
  extends: "../../../tsconfig.json",
  compilerOptions: {
    paths: sources,
    lib: ["es2025", "esnext.disposable", "dom", "dom.iterable"],
    typeRoots: ["../../@types"],
  },
  include: ["*.ts"],
  exclude: [],
};

const examplesIn = (entry: string): [name: string, code: string][] =>
  exported(entry).flatMap(({ path, doc = "" }) => {
    const [, ...examples] = doc.split("@example");
    return examples.map((text, at): [string, string] => [`${path}-${at}`, codeOf(text)]);
  });

/** The lines of an example, up to the next tag, without the stars of the comment. */
const codeOf = (text: string): string =>
  (text.split(/\n\s*\* @/)[0] ?? "").replace(/^\s*\* ?/gm, "").replace(/\/\s*$/, "");

// An example that does not compile is worse than none.
test("every example compiles, as a file of its own", () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const examples = new Map(names.flatMap(examplesIn));
  expect(examples.size).toBeGreaterThan(25);
  for (const [name, code] of examples) writeFileSync(new URL(`${name}.ts`, folder), `${code}\nexport {};\n`);
  writeFileSync(new URL("tsconfig.json", folder), JSON.stringify(tsconfig));
  const { stdout } = spawnSync("tsc", ["-p", "tsconfig.json"], { cwd: folder, encoding: "utf8" });
  expect(stdout).toBe("");
});

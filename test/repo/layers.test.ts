import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  cycles,
  heavyForBrowser,
  machineTouched,
  typeCycles,
  unlistedDependencies,
  unlistedFolders,
  unusedAllowances,
  upwardImports,
  vagueNames,
} from "./rules.ts";
import { parseSource, readSource, type SourceFile } from "./source.ts";

const root = new URL("../../src/", import.meta.url).pathname;
const files = globSync("**/*.ts", { cwd: root }).map((path) => readSource(root, path));
const file = (path: string, text = "") => [parseSource(path, text)];

test("there are sources to check", () => {
  expect(files.length).toBeGreaterThan(30);
});

// A folder that the table does not list has no rules.
test("every source lies in a listed folder", () => {
  expect(unlistedFolders(files)).toEqual([]);
});

test("an unlisted folder is found", () => {
  expect(unlistedFolders(file("stuff/a.ts"))).toEqual(["stuff/a.ts"]);
});

// A lower layer can be understood, tested and replaced without the layers above it.
test("imports go down only, or where that is listed", () => {
  expect(upwardImports(files)).toEqual([]);
});

test.each([
  ["domain/a.ts", `import type { Store } from "../ports/store.ts"`],
  ["login/a.ts", `import { openSqliteStore } from "../adapters/sqlite/store.ts"`],
  ["http/a.ts", `export * from "../server/config/config.ts"`],
  ["wechat/a.ts", `const { errors } = await import("../domain/errors.ts")`],
  ["simulator/a.ts", `import { sign } from "../wechat/push/signature.ts"`],
  ["testing/a.ts", `import { createMemoryHints } from "../adapters/memory/hints.ts"`],
  ["server/a.ts", `import { createSimulator } from "../simulator/index.ts"`],
  ["client/a.ts", `import { randomToken } from "../base/bytes.ts"`],
  ["simulator/page/browser/a.ts", `import { drawAvatar } from "../../../domain/avatar.ts"`],
])("from %s, %s is found", (path, text) => {
  expect(upwardImports(file(path, text))).toHaveLength(1);
});

test.each([
  ["ports/a.ts", `import type { Attempt } from "../domain/attempt.ts"`],
  ["login/channels/a.ts", `import { scan } from "../scan.ts"; import { sha256 } from "../../base/bytes.ts"`],
  ["cli/dev.ts", `import { serveSimulator } from "../simulator/index.ts"`],
  ["demo/browser/main.ts", `import "../../widget/define.ts"`],
])("from %s, %s is allowed", (path, text) => {
  expect(upwardImports(file(path, text))).toEqual([]);
});

// A cycle of imports has no layer, and its modules run in an order that nobody chose.
test("value imports have no cycles", () => {
  expect(cycles(files)).toEqual([]);
});

test("a cycle of value imports is found, one of types is not", () => {
  const a = parseSource("base/a.ts", `import { b } from "./b.ts"`);
  const b = parseSource("base/b.ts", `import { c } from "./c.ts"`);
  expect(cycles([a, b, parseSource("base/c.ts", `import { a } from "./a.ts"`)])).toEqual([
    "base/a.ts → base/b.ts → base/c.ts → base/a.ts",
  ]);
  expect(cycles([a, b, parseSource("base/c.ts", `import type { A } from "./a.ts"`)])).toEqual([]);
});

// The files of a cycle can only be understood together.
test("type imports have no cycles either", () => {
  expect(typeCycles(files)).toEqual([]);
});

test("a cycle of type imports is found", () => {
  const a = parseSource("base/a.ts", `import type { B } from "./b.ts"`);
  expect(typeCycles([a, parseSource("base/b.ts", `import { a } from "./a.ts"`)])).toHaveLength(1);
});

// An unused allowance would permit an import that nobody has reviewed.
test("nothing is allowed that no file needs", () => {
  expect(unusedAllowances(files)).toEqual([]);
});

test("an unused allowance is found", () => {
  expect(unusedAllowances(file("login/a.ts", `import { SignJWT } from "jose"`))).not.toContain("login: jose");
  expect(unusedAllowances(file("login/a.ts"))).toContain("login: jose");
});

// A dependency is third-party code with our rights, so it stays in the folder it was chosen for.
test("packages, and modules that reach out, are used where they are listed", () => {
  expect(unlistedDependencies(files)).toEqual([]);
});

test.each([
  ["login/a.ts", `import { z } from "zod"`],
  ["domain/a.ts", `import { readFileSync } from "node:fs"`],
  ["adapters/memory/a.ts", `import { DatabaseSync } from "node:sqlite"`],
  ["base/a.ts", `import { setTimeout } from "node:timers/promises"`],
  ["wire/a.ts", `const { z } = await import("@hono/node-server/serve-static")`],
  ["widget/a.ts", `import { inspect } from "node:util"`],
])("from %s, %s is found", (path, text) => {
  expect(unlistedDependencies(file(path, text))).toHaveLength(1);
});

test("types of a package, and modules that compute only, are free", () => {
  const text = `import type { Hono } from "hono"; import { createHash } from "node:crypto"`;
  expect(unlistedDependencies(file("login/a.ts", text))).toEqual([]);
});

// The widget is loaded on every sign-in page. It needs only the types of the schemas.
test("the browser's packages import nothing but types from the layers", () => {
  expect(heavyForBrowser(files)).toEqual([]);
});

test("a schema in the browser is found, its type is not", () => {
  expect(heavyForBrowser(file("client/a.ts", `import { attemptView } from "../wire/attempt.ts"`))).toHaveLength(1);
  expect(heavyForBrowser(file("client/a.ts", `import type { AttemptView } from "../wire/attempt.ts"`))).toEqual([]);
});

// Time, randomness and network are injected, so that a test controls them.
test("nothing below the server reads the machine by itself", () => {
  expect(machineTouched(files)).toEqual([]);
});

test.each([
  ["Date.now", "const now = Date.now()"],
  ["Date.now", "const clock = { now: Date.now }"],
  ["new Date()", "const today = new Date()"],
  ["Math.random", "const n = Math.random()"],
  ["fetch", `fetch("http://127.0.0.1")`],
  ["globalThis.fetch", `globalThis.fetch("http://127.0.0.1")`],
  ["setTimeout", "setTimeout(() => {}, 1)"],
  ["process.env", "const home = process.env.HOME"],
])("%s in login is found", (name, text) => {
  expect(machineTouched(file("login/a.ts", text))).toEqual([`login/a.ts uses ${name}`]);
  expect(machineTouched(file("server/a.ts", text))).toEqual([]);
});

test("an injected value of the same name does not count as the machine's", () => {
  const text = "export async function ask({ fetch }: Line) { await fetch(url); return new Date(0) }";
  expect(machineTouched(file("login/a.ts", text))).toEqual([]);
});

// An old Node fails at such an import before base/node-version.ts can say which Node is needed.
test("node:sqlite is loaded in one place, and imported nowhere", () => {
  expect(importersOf("node:sqlite", files)).toEqual([]);
  expect(importersOf("node:sqlite", file("cli/a.ts", `import { backup } from "node:sqlite"`))).toEqual(["cli/a.ts"]);
});

const importersOf = (module: string, within: readonly SourceFile[]): string[] =>
  within
    .filter(({ imports }) => imports.some(({ name, typeOnly }) => name === module && !typeOnly))
    .map(({ path }) => path);

// A folder called `utils` collects code for which nobody looked for a better place.
test("no file or folder has a vague name", () => {
  expect(vagueNames(files)).toEqual([]);
});

test.each(["base/utils.ts", "login/helpers/a.ts", "wire/types.ts", "common.ts"])("%s is found", (path) => {
  expect(vagueNames(file(path))).toEqual([path]);
});

// A service without clients of the OpenID provider spends neither memory nor start time on the library.
test("the OpenID library is imported only where it is loaded on demand", () => {
  const imports = globSync("**/*.ts", { cwd: root }).flatMap((path) =>
    [...readFileSync(`${root}${path}`, "utf8").matchAll(/^import (?!type ).*from "oidc-provider"/gm)].map(() => path),
  );
  expect(imports).toEqual([]);
});

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chineseErrors } from "../../src/cli/texts/errors.ts";
import { errors } from "../../src/domain/errors.ts";
import { chineseOptions } from "../../tools/docs/chinese-options.ts";
import { configurationTables } from "../../tools/docs/configuration.ts";
import { environmentTable } from "../../tools/docs/environment.ts";
import { configSchema, optionsOf } from "../../tools/docs/schema.ts";
import { pages } from "../../tools/docs.ts";

const fileOf = (path: string): URL => new URL(`../../${path}`, import.meta.url);

// An option that is missing in the reference fails this test.
test.each(Object.entries(pages))("%s is current; `npm run docs` writes it", (path, page) => {
  expect(existsSync(fileOf(path)), path).toBe(true);
  expect(readFileSync(fileOf(path), "utf8")).toBe(page());
});

test("every option has a description", () => {
  const silent = optionsOf(configSchema()).filter(
    ({ path, schema }) => !schema.description && !path.includes("texts."),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

// Both languages come from one source. A new sentence needs a Chinese one beside it; otherwise this test names it.
test("every option and every error has its words in Chinese, and none is left of what is gone", () => {
  const said = (tables: string) => tables;
  const asked: string[] = [];
  const noted = (what: string) => {
    if (what !== "") asked.push(what);
    return what;
  };
  configurationTables({ said: noted, type: said, required: "", head: "" });
  environmentTable(noted);
  expect(asked.filter((what) => !(what in chineseOptions))).toEqual([]);
  expect(Object.keys(chineseOptions).filter((what) => !asked.includes(what))).toEqual([]);
  expect(Object.keys(errors).filter((code) => !(code in chineseErrors))).toEqual([]);
});

test("every error code has its line", () => {
  const page = readFileSync(fileOf("docs/errors.md"), "utf8");
  expect(Object.keys(errors).filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
});

test("every kind of account has its line among what each needs", () => {
  const kinds = optionsOf(configSchema()).find(({ path }) => path === "sources[].kind")?.schema.enum ?? [];
  const page = readFileSync(fileOf("docs/configuration.md"), "utf8");
  expect(kinds).toContain("service");
  expect(kinds.filter((kind) => !page.includes(`\n| \`${kind}\` |`))).toEqual([]);
});

import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/widget.md", "utf8");
const source = globSync("src/widget/*.ts").map((name) => readFileSync(name, "utf8"));
const all = source.join("\n");

/** The first cells of the table that begins with `head`. */
function table(head: string): string[] {
  const rows =
    page
      .slice(page.indexOf(`| ${head} |`))
      .split("\n\n")[0]
      ?.split("\n")
      .slice(2) ?? [];
  return rows.flatMap((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? []).toSorted();
}

const found = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].flatMap(([, name = ""]) => name.split(" ")))].filter(Boolean).toSorted();

test("every attribute is in the table, and no other", () => {
  const declared = readFileSync("src/widget/attributes.ts", "utf8");
  expect(table("attribute")).toEqual(found(declared, /^ {2}"?([a-z-]+)"?\?:/gm));
});

test("every event is in the table, and no other", () => {
  const states = readFileSync("src/client/state.ts", "utf8");
  const kinds = found(states, /readonly kind: "([a-z-]+)"/g);
  expect(kinds.length).toBeGreaterThan(10);
  expect(table("event")).toEqual(["state", "signed-out", ...kinds].toSorted());
});

test("every property is in the table, and no other", () => {
  expect(table("property")).toEqual(found(all, /var\((--saoma-[a-z-]+)/g));
});

test("every part is in the table, and no other", () => {
  const parts = [...found(all, /(?:node\("\w+"|picture\(), ?"([a-z-]+)"/g), ...found(all, /picture\("([a-z-]+)"/g)];
  expect(table("part")).toEqual([...new Set(parts)].toSorted());
});

test("what its buttons do are parts, too", () => {
  const [, verbs = ""] = /export type Verb = ([^;]+);/.exec(all) ?? [];
  const row = page.split("\n").find((line) => line.startsWith("| `button` |")) ?? "";
  for (const [, verb] of verbs.matchAll(/"(\w+)"/g)) expect(row).toContain(`\`${verb}\``);
});

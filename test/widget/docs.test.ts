import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The page in both languages, with the headers of its tables. */
const pages = {
  "docs/widget.md": { attribute: "attribute", event: "event", property: "property", part: "part" },
  "docs/zh-CN/widget.md": { attribute: "属性", event: "事件", property: "变量", part: "部件（`::part`）" },
} as const;
const texts = Object.entries(pages).map(([name, heads]) => ({ name, heads, page: readFileSync(name, "utf8") }));
const source = globSync("src/widget/*.ts").map((name) => readFileSync(name, "utf8"));
const all = source.join("\n");

/** The first cells of the page's table that begins with `head`. */
function table(page: string, head: string): string[] {
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

test.each(texts)("every attribute is in the table of $name, and no other", ({ page, heads }) => {
  const declared = readFileSync("src/widget/attributes.ts", "utf8");
  expect(table(page, heads.attribute)).toEqual(found(declared, /^ {2}"?([a-z-]+)"?\?:/gm));
});

test.each(texts)("every event is in the table of $name, and no other", ({ page, heads }) => {
  const states = readFileSync("src/client/state.ts", "utf8");
  const kinds = found(states, /readonly kind: "([a-z-]+)"/g);
  expect(kinds.length).toBeGreaterThan(10);
  expect(table(page, heads.event)).toEqual(["state", "signed-out", ...kinds].toSorted());
});

test.each(texts)("every property is in the table of $name, and no other", ({ page, heads }) => {
  expect(table(page, heads.property)).toEqual(found(all, /var\((--saoma-[a-z-]+)/g));
});

test.each(texts)("every part is in the table of $name, and no other", ({ page, heads }) => {
  const parts = [...found(all, /(?:node\("\w+"|picture\(), ?"([a-z-]+)"/g), ...found(all, /picture\("([a-z-]+)"/g)];
  expect(table(page, heads.part)).toEqual([...new Set(parts)].toSorted());
});

test.each(texts)("the actions of its buttons are parts in $name, too", ({ page }) => {
  const [, verbs = ""] = /export type Verb =([^;]+);/.exec(all) ?? [];
  const row = page.split("\n").find((line) => line.startsWith("| `button` |")) ?? "";
  const named = found(row, /`(\w+)`/g).filter((name) => name !== "button");
  expect(named).toEqual([...found(verbs, /"(\w+)"/g), "enter"].toSorted());
});

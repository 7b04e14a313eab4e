import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../docs/decisions/", import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => name !== "README.md")
  .toSorted();
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");

// Two branches that each take the next number would create two pages with one number.
test("decisions are numbered from 1 without holes, and each is once in the index, in order", () => {
  const numbers = pages.map((name) => name.slice(0, 4));
  expect(numbers).toEqual(pages.map((_, index) => String(index + 1).padStart(4, "0")));
  const listed = [...read("README.md").matchAll(/^\| \[(\d{4})\]\((\S+?)\) \|/gm)];
  expect(listed.map(([, , page]) => page)).toEqual(pages);
  expect(listed.map(([, number]) => number)).toEqual(numbers);
});

test.each(pages)("%s begins with its number", (page) => {
  expect(read(page)).toMatch(new RegExp(`^# ${page.slice(0, 4)}: `));
});

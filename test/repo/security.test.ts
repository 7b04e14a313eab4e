import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { pages, read, root } from "./pages.ts";

/** What a page names of the tests: `test/…`. */
const testsIn = (text: string): string[] => [...text.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = ""]) => path);

const rows = read("docs/security.md")
  .split("\n")
  .filter((line) => /^\| (?!---|threat|fault|advisory)/.test(line));

test("every promise of the security page names a test that shows it, by its file", () => {
  expect(rows.length).toBeGreaterThan(25);
  const unshown = rows.filter((row) => !testsIn(row).some((path) => path.endsWith(".test.ts")));
  expect(unshown).toEqual([]);
});

// A test that was renamed leaves its promise without proof, and nobody notices.
test.each(pages)("the tests that %s names are there", (page) => {
  expect(testsIn(read(page)).filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

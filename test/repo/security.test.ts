import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { pages, read, root } from "./pages.ts";

/** The test files that a page names: `test/…`. */
const testsIn = (text: string): string[] => [...text.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = ""]) => path);

const rows = read("docs/security.md")
  .split("\n")
  .filter((line) => /^\| (?!---|threat|fault|advisory)/.test(line));

test("every promise of the security page names a test that shows it, by its file", () => {
  expect(rows.length).toBeGreaterThan(25);
  const unshown = rows.filter((row) => !testsIn(row).some((path) => path.endsWith(".test.ts")));
  expect(unshown).toEqual([]);
});

// If a test is renamed, its promise would silently be without a proof.
test.each(pages)("the tests that %s names are there", (page) => {
  expect(testsIn(read(page)).filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

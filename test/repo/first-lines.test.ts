import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Whether there is a comment in the first ten lines. */
const isExplained = (text: string): boolean =>
  text
    .split("\n")
    .slice(0, 10)
    .some((line) => /^\s*(\/\/ \S|\/\*\*)/.test(line));

// An engineer who looks for a feature opens many files, and reads the top of each.
test("the first ten lines of every file say what it does", () => {
  const silent = globSync("{src,bench,tools}/**/*.ts", { exclude: ["**/node_modules/**"] }).filter(
    (path) => !isExplained(readFileSync(path, "utf8")),
  );
  expect(silent).toEqual([]);
});

test("a file that explains itself below its imports only is found", () => {
  const imports = 'import { a } from "./a.ts";\n'.repeat(10);
  expect(isExplained(`${imports}/** Adds. */\n`)).toBe(false);
  expect(isExplained(`// Adds.\n${imports}`)).toBe(true);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The code blocks of a page. Comments are in the page's language. */
const blocks = (page: string): string[] =>
  [...read(page).matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, code = ""]) =>
    `${language}\n${code}`.replaceAll(/(#|\/\/) .*$/gm, "").replaceAll(/<[^<>a-zA-Z]+>|<this repository>/g, "<>"),
  );

// Readers look at the first screen and run the commands there.
test.each(["README.md", "docs/README.zh-CN.md"])("%s has its first command by line 15", (page) => {
  expect(read(page).split("\n").slice(0, 15).join("\n")).toContain("npm run dev");
});

test("the Chinese README has every piece of code that the English one has", () => {
  expect(blocks("README.md").length).toBeGreaterThan(5);
  const chinese = blocks("docs/README.zh-CN.md");
  expect(blocks("README.md").filter((block) => !chinese.includes(block))).toEqual([]);
});

test("the Chinese README has every command that the English one has", () => {
  const named = [...read("README.md").matchAll(/^\| `(saoma [^`]+)` \|/gm)].map(([, command]) => command);
  expect(named.length).toBeGreaterThan(5);
  const chinese = read("docs/README.zh-CN.md");
  expect(named.filter((command) => !chinese.includes(`| \`${command}\` |`))).toEqual([]);
});

test("the README names every command", () => {
  const spans = [...read("README.md").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span.replace("saoma ", ""));
  expect(commands.map(({ name }) => name).filter((name) => !spans.includes(name))).toEqual([]);
});

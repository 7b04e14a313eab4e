import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { personal } from "../../src/adapters/sql/people.ts";

/** The tables of the section's rows, each with whether the page says that it is exported and deleted. */
function keptIn(page: string, heading: string, yes: string): [table: string, followed: boolean][] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  const section = text.slice(text.indexOf(heading)).split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.includes("`"))
    .flatMap((line) => {
      const [, , tables = "", howLong = "", followed = ""] = line.split("|").map((cell) => cell.trim());
      expect(howLong).not.toBe("");
      return [...tables.matchAll(/`(\w+)`/g)].map(([, table = ""]): [string, boolean] => [table, followed === yes]);
    });
}

// Export and deletion use the same list. test/adapters/personal-tables.test.ts compares it with the database's columns.
test.each([
  ["people.md", "## How long it is kept", "yes"],
  ["zh-CN/people.md", "## 保存多久", "是"],
])("%s says of every table about people how long it is kept, and what export and deletion follow", (...of) => {
  const aboutPeople = Object.entries(personal).filter(([, whose]) => whose !== "impersonal");
  const expected = aboutPeople.map(([table, whose]): [string, boolean] => [table, typeof whose !== "string"]);
  expect(keptIn(...of).sort()).toEqual(expected.sort());
});

import { existsSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { anchorsOf, linksOf, pages, read, root } from "./pages.ts";

/** Why a link of a page leads nowhere; undefined where it leads somewhere. */
function fault(page: string, link: string): string | undefined {
  const [path = "", anchor] = decodeURI(link).split("#");
  const target = path === "" ? new URL(page, root) : new URL(path, new URL(page, root));
  if (!existsSync(target)) return `${link}: there is no such file`;
  if (anchor === undefined) return undefined;
  if (statSync(target).isDirectory()) return `${link}: a folder has no headings`;
  return anchorsOf(read(target.pathname)).has(anchor) ? undefined : `${link}: there is no such heading`;
}

test("there are pages to look at", () => {
  expect(pages).toContain("README.md");
  expect(pages).toContain("docs/flows/mini-program.md");
});

test.each(pages)("%s links to files and headings that are there", (page) => {
  expect(linksOf(read(page)).flatMap((link) => fault(page, link) ?? [])).toEqual([]);
});

test("an anchor is made as GitHub makes it", () => {
  const page = "# `applications`: what *they* say …\n## 装到你的网站上\n## a_b\n## a_b\n```\n# none\n```\n";
  expect([...anchorsOf(page)]).toEqual(["applications-what-they-say-", "装到你的网站上", "a_b", "a_b-1"]);
});

// What the index does not have, nobody finds.
test("docs/README.md links to every page", () => {
  const linked = linksOf(read("docs/README.md")).map((link) => `docs/${link}`);
  const found = pages.filter((page) => /^docs\/(flows\/)?[\w-]+\.md$/.test(page) && !/README/.test(page));
  expect(found.length).toBeGreaterThan(12);
  expect(found.filter((page) => !linked.includes(page))).toEqual([]);
});

// Whoever reads one language finds the same pages as whoever reads the other.
test("every quick start, what sites connect by, the FAQ and the tutorials' page are there in both languages", () => {
  const both = pages.filter((page) => /^docs\/(connect\/|quick-start\/|faq\.md|coming-from\.md|README\.md)/.test(page));
  expect(both.length).toBeGreaterThan(5);
  const chinese = both.map((page) => page.replace("docs/", "docs/zh-CN/"));
  expect(pages.filter((page) => page.startsWith("docs/zh-CN/")).toSorted()).toEqual(chinese.toSorted());
});

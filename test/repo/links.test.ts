import { existsSync, globSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { anchorsOf, blocksOf, linksOf, pages, read, root } from "./pages.ts";

/** Why a link of a page is dead; undefined if it is not. */
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

// A page that the index does not list is found by nobody.
test("docs/README.md links to every page", () => {
  const linked = linksOf(read("docs/README.md")).map((link) => `docs/${link}`);
  const found = pages.filter((page) => /^docs\/(flows\/)?[\w-]+\.md$/.test(page) && !/README/.test(page));
  expect(found.length).toBeGreaterThan(12);
  expect(found.filter((page) => !linked.includes(page))).toEqual([]);
});

// Both languages have the same pages.
const inChinese = pages.filter((page) => page.startsWith("docs/zh-CN/"));
const englishOf = (page: string): string => page.replace("docs/zh-CN/", "docs/");

test("every page is there in both languages, those for who works on the project aside", () => {
  const both = pages.filter((page) => /^docs\/((connect|quick-start|flows)\/)?[\w-]+\.md$/.test(page));
  const missing = both.filter((page) => !inChinese.map(englishOf).includes(page));
  expect(missing).toEqual([]);
  expect(inChinese.filter((page) => !pages.includes(englishOf(page)))).toEqual([]);
});

/** The text of code that depends on the language: comments, diagrams, texts for people. */
const spoken = /(#|\/\/) .*$|(?<=-->>?\w+: |-->> ?|->>\w+: ).*$/gm;
const codeOf = (page: string): string[] =>
  blocksOf(read(page))
    .filter(({ language }) => language !== "mermaid" && language !== "")
    .map(({ code }) => code.replaceAll(spoken, "").replaceAll(/[ \t]+$/gm, ""));

// The code blocks of these two pages name accounts and sites in the page's language.
test.each(inChinese.filter((page) => !/connect|quick-start/.test(page)))(
  "%s has every piece of code, every picture and every test that the English one names",
  (page) => {
    const english = englishOf(page);
    expect(codeOf(page)).toEqual(codeOf(english));
    const pictures = (of: string) => [...read(of).matchAll(/pictures\/([\w-]+\.webp)/g)].map(([, name]) => name);
    // A picture of the console is in the page's language.
    const own = pictures(english).map((name) => name?.replace(/^(console-.*)\.webp$/, "$1-zh.webp"));
    expect(pictures(page)).toEqual(own);
    const shown = (of: string) => new Set([...read(of).matchAll(/`(test\/[\w./-]+)`/g)].map(([, name]) => name));
    expect(shown(page)).toEqual(shown(english));
  },
);

// All pages address the reader in the same way, and use one word for one thing.
test("Chinese says 你 and 新用户 throughout", () => {
  // What people may send in the chat is accepted in either way.
  const sources = globSync("{src,mini-program}/**/*.{ts,wxml}", {
    cwd: root,
    exclude: ["src/domain/typed.ts", "**/node_modules"],
  });
  expect(sources.length).toBeGreaterThan(500);
  const said = [...inChinese, "docs/README.zh-CN.md", ...sources].flatMap((page) =>
    [...read(page).matchAll(/您|新人/g)].map(([word]) => `${page}: ${word}`),
  );
  expect(said).toEqual([]);
});

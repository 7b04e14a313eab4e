import { existsSync, globSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { consoleLanguages, consolePictures } from "../../tools/screenshots/console-pictures.ts";
import { pictures } from "../../tools/screenshots/pictures.ts";
import { pages, read, root } from "./pages.ts";

const folder = "docs/pictures";
const base = root.pathname;
const there = globSync("*", { cwd: join(base, folder) }).map((name) => `${folder}/${name}`);

/** The pictures that a page shows, as paths from the root, except pictures on other hosts. */
const shownBy = (page: string): string[] =>
  [...read(page).matchAll(/!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*\ssrc="([^"]+)"|<source[^>]*\ssrcset="([^"]+)"/g)]
    .map(([, markdown, image, source]) => markdown ?? image ?? source ?? "")
    .filter((link) => !/^(https?|data):/.test(link))
    .map((link) => normalize(join(dirname(page), link)));

const shown = new Set(pages.flatMap(shownBy));

test("every picture that a page shows is there", () => {
  expect(shown.size).toBeGreaterThan(5);
  expect([...shown].filter((picture) => !existsSync(join(base, picture)))).toEqual([]);
});

test("no picture lies there that no page shows, and `npm run screenshots` makes each of them", () => {
  expect(there.filter((picture) => !shown.has(picture))).toEqual([]);
  const ofConsole = Object.keys(consolePictures).flatMap((name) =>
    Object.keys(consoleLanguages).map((ending) => name + ending),
  );
  expect(there.sort()).toEqual([...Object.keys(pictures), ...ofConsole].map((name) => `${folder}/${name}.webp`).sort());
});

// Every clone contains them.
test("a picture has at most 80 KB, and all together 1.5 MB", () => {
  const sizes = there.map((picture) => [picture, statSync(join(base, picture)).size] as const);
  expect(sizes.filter(([, size]) => size > 80_000)).toEqual([]);
  expect(sizes.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(1_500_000);
});

const flows = [
  "official-account-qr",
  "official-account-code",
  "mini-program",
  "open-platform",
  "in-wechat",
  "bind-phone",
  "linking",
];

test.each(flows)("docs/flows/%s.md shows what it describes", (flow) => {
  expect(shownBy(`docs/flows/${flow}.md`)).not.toEqual([]);
});

test.each(["README.md", "docs/README.zh-CN.md"])("%s shows one picture", (page) => {
  expect(shownBy(page)).toHaveLength(1);
});

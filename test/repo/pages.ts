import { globSync, readFileSync } from "node:fs";

export const root = new URL("../../", import.meta.url);

export const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Every page of the repository, except those of installed packages. */
export const pages: readonly string[] = globSync("**/*.md", {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|dist|\.git|\.next|\.saoma)(\/|$)/.test(path),
}).sort();

/** A code block of a page. */
export interface Block {
  /** The language after the fence: `ts`, `sh`, or nothing. */
  readonly language: string;
  readonly code: string;
}

/** The code blocks of a page, also those inside lists. */
export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^([ ]*)```(\w*)\n(.*?)^\1```$/gms)].map(([, indent = "", language = "", code = ""]) => ({
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));

/** A page without its code blocks, which contain no links or headings. */
const prose = (page: string): string => page.replaceAll(/^([ ]*)```.*?^\1```$/gms, "").replaceAll(/`[^`\n]*`/g, "`…`");

/** The targets of the page's links, except those on the web. */
export const linksOf = (page: string): string[] =>
  [...prose(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = ""]) => link);

/** The anchors of a page's headings, as GitHub generates them. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const text = page.replaceAll(/^([ ]*)```.*?^\1```$/gms, "");
  for (const [, heading = ""] of text.matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = slugOf(heading);
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

const slugOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");

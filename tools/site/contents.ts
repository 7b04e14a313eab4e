// Reads the sidebar of the documentation site from the page of contents.
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

const source = new URL(".saoma/source/", import.meta.url).pathname;

interface Entry {
  readonly text: string;
  readonly link: string;
}

/** A group of the sidebar. */
export interface SidebarGroup {
  readonly text: string;
  readonly items: Entry[];
}

/** The sidebar: the headings and links of the page of contents, which is the only list of the pages. */
export function sidebarOf(contents: string): SidebarGroup[] {
  const groups: SidebarGroup[] = [];
  for (const line of readFileSync(join(source, contents), "utf8").split("\n")) {
    const heading = /^## (.*)/.exec(line)?.[1];
    if (heading !== undefined) groups.push({ text: heading, items: [] });
    for (const [, text = "", link = ""] of line.matchAll(/\[([^\]]+)\]\((\.[^)#]+\.md)\)/g))
      groups.at(-1)?.items.push({ text: text.replaceAll("`", ""), link: addressOf(contents, link) });
  }
  return groups;
}

const addressOf = (contents: string, link: string): string =>
  `/${posix.join(posix.dirname(contents), link)}`.replace(/(index)?\.md$/, "");

/** The anchor of a heading as GitHub makes it, because links between pages use these. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
    .replaceAll(" ", "-");

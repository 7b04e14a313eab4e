import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";

import { sequenceAsList } from "./sequence.ts";

/** The repository's folder. */
export const root = new URL("../../", import.meta.url).pathname;

/** A file of the site: its path and its text, or `from`, the file that is copied unchanged. */
export interface SiteFile {
  readonly path: string;
  readonly text?: string;
  readonly from?: string;
}

const tracked = (): readonly string[] => {
  const { status, stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error("The site is made of what Git knows. Run this in a clone.");
  return stdout.split("\0").filter((path) => path !== "" && existsSync(root + path));
};

/** Pages of the repository's root, which the site has besides those of `docs/`. */
const ofTheRoot: Readonly<Record<string, string>> = {
  "README.md": "index.md",
  "docs/README.zh-CN.md": "zh-CN/index.md",
  "docs/README.md": "contents.md",
  "docs/zh-CN/README.md": "zh-CN/contents.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing.md",
  "SECURITY.md": "reporting.md",
};

/** The path of a Markdown file on the site; undefined if it is not a page. */
function pageOf(file: string): string | undefined {
  if (ofTheRoot[file]) return ofTheRoot[file];
  return /^docs\/.*\.md$/.test(file)
    ? file.slice("docs/".length).replace(/(^|\/)README\.md$/, "$1index.md")
    : undefined;
}

/** All files that the site is built from. */
export function siteFiles(): readonly SiteFile[] {
  const files = tracked();
  const shown = new Set<string>();
  const pages = files.flatMap((file): SiteFile[] => {
    const path = pageOf(file);
    return path === undefined
      ? []
      : [{ path, text: withLinks(readFileSync(root + file, "utf8"), { file, path, shown }) }];
  });
  const there = new Set(pages.map(({ path }) => path));
  // Untranslated pages exist in both languages, so that the language switch works on every page.
  const untranslated = files.flatMap((file): SiteFile[] => {
    const path = `zh-CN/${pageOf(file) ?? ""}`;
    if (pageOf(file) === undefined || pageOf(file)?.startsWith("zh-CN/") || there.has(path)) return [];
    const text = withLinks(readFileSync(root + file, "utf8"), { file, path, shown });
    return [{ path, text: text.replace(/^(# .*\n)/m, "$1\n> 这一页只有英文。\n") }];
  });
  const copied = [...shown].flatMap((target) => shownFiles(target, files));
  return [...pages, ...untranslated, ...copied];
}

interface Page {
  readonly file: string;
  readonly path: string;
  /** Files and folders that pages link to and that are not pages themselves. */
  readonly shown: Set<string>;
}

/** A page with its links rewritten for the site. */
function withLinks(text: string, page: Page): string {
  return text
    .split(/(^```[\s\S]*?^```)/m)
    .map((part, at) => (at % 2 === 1 ? drawn(part) : linked(part, page)))
    .join("");
}

const drawn = (block: string): string => {
  const diagram = /^```mermaid\n([\s\S]*)```$/.exec(block)?.[1];
  return diagram === undefined ? block : sequenceAsList(diagram);
};

const linked = (part: string, page: Page): string =>
  part
    .replace(/\]\(([^)\s]+)\)/g, (_, link: string) => `](${linkOf(link, page)})`)
    .replace(/\b(src|href)="([^"]+)"/g, (_, name: string, link: string) => `${name}="${linkOf(link, page)}"`);

function linkOf(link: string, { file, path, shown }: Page): string {
  const [before = "", anchor] = link.split("#");
  if (before === "" || /^[a-z]+:/i.test(link)) return link;
  const target = posix.join(posix.dirname(file), decodeURI(before)).replace(/\/$/, "");
  const tail = anchor === undefined ? "" : `#${anchor}`;
  // A page written in Chinese names its targets in the language it means; an untranslated one means its reader's.
  const isUntranslated = path.startsWith("zh-CN/") && !/^docs\/(zh-CN\/|README\.zh-CN)/.test(file);
  const own = isUntranslated ? translated(target) : target;
  const found = pageOf(own);
  if (found !== undefined) return relative(path, found) + tail;
  shown.add(target);
  const isPicture = /\.(webp|png|svg)$/.test(target);
  if (isPicture) return relative(path, target);
  return relative(path, `${path.startsWith("zh-CN/") ? "zh-CN/" : ""}files/${target}/index.md`);
}

/** The Chinese address of a link's target, which has the English text if there is no translation. */
function translated(target: string): string {
  const page = pageOf(target);
  if (page === undefined || target in ofTheRoot) return target;
  const twin = `docs/zh-CN/${target.slice("docs/".length)}`;
  return existsSync(root + twin) ? twin : target;
}

const relative = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
};

/** A picture is copied; another file, or a folder with its files, becomes a page in both languages. */
function shownFiles(target: string, files: readonly string[]): SiteFile[] {
  const isFolder = statSync(root + target).isDirectory();
  if (!isFolder && /\.(webp|png|svg)$/.test(target)) return [{ path: target, from: target }];
  const inside = isFolder ? files.filter((file) => file.startsWith(`${target}/`) && isText(file)) : [target];
  const parts = inside.map(
    (file) => `## ${file.slice(target.length + 1) || posix.basename(file)}\n\n${fenced(file)}\n`,
  );
  const text = [`# ${target}\n`, ...parts].join("\n");
  return ["", "zh-CN/"].map((folder) => ({ path: `${folder}files/${target}/index.md`, text }));
}

const isText = (file: string): boolean =>
  /\.(md|ts|tsx|js|mjs|json|py|html|css|conf|yaml|yml|service|wxml|wxss|txt)$|file$/.test(file) &&
  !/package-lock/.test(file);

function fenced(file: string): string {
  const language = { wxml: "html", wxss: "css", conf: "nginx", service: "ini" }[posix.extname(file).slice(1)];
  const text = readFileSync(root + file, "utf8").replace(/\n$/, "");
  return `\`\`\`\`${language ?? (posix.extname(file).slice(1) || "txt")}\n${text}\n\`\`\`\``;
}

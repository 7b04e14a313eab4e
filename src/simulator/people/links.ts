/** A link in a message. */
export interface Link {
  /** The label. */
  text: string;
  /** The address. */
  href: string;
  /** Where the label starts in the text, in UTF-16 units. */
  start: number;
  /** The page of a 小程序 that it opens; `href` is for clients that cannot open one. */
  miniProgram?: LinkedPage;
}

/** A page of a 小程序, its query included. */
export interface LinkedPage {
  appid: string;
  path: string;
}

/** What a tap on a menu link sends: the text, and the id that goes with it. */
export interface MenuItem {
  content: string;
  id: string;
}

const anchor = /<a\s+([^<>]*)>([\s\S]*?)<\/a\s*>/gi;
const attribute = (name: string): RegExp => new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i");
const hrefAttribute = attribute("href");
const appidAttribute = attribute("data-miniprogram-appid");
const pathAttribute = attribute("data-miniprogram-path");

/** A text with its `<a href="…">label</a>` taken out: labels stay in the text, links are listed in order. */
export function readLinks(content: string): { text: string; links: Link[] } {
  const links: Link[] = [];
  let text = "";
  let from = 0;
  for (const match of content.matchAll(anchor)) {
    const [whole, attributes = "", label = ""] = match;
    text += content.slice(from, match.index);
    from = match.index + whole.length;
    const href = attributeOf(attributes, hrefAttribute);
    const miniProgram = pageOf(attributes);
    if (miniProgram) links.push({ text: label, href, start: text.length, miniProgram });
    else if (isLink(href)) links.push({ text: label, href, start: text.length });
    text += label;
  }
  return { text: text + content.slice(from), links };
}

function pageOf(attributes: string): LinkedPage | undefined {
  const appid = attributeOf(attributes, appidAttribute);
  return appid === "" ? undefined : { appid, path: attributeOf(attributes, pathAttribute) };
}

function attributeOf(attributes: string, name: RegExp): string {
  const [, double, single] = name.exec(attributes) ?? [];
  return (double ?? single ?? "").replaceAll("&amp;", "&").trim();
}

/** A menu link without content or id is no link: the phone shows its label only. */
const isLink = (href: string): boolean => /^https?:\/\//i.test(href) || menuItem(href) !== undefined;

/** Reads `weixin://bizmsgmenu?msgmenucontent=…&msgmenuid=…`; undefined for any other link, or one half empty. */
export function menuItem(href: string): MenuItem | undefined {
  if (!href.startsWith("weixin://bizmsgmenu?")) return undefined;
  const parameters = new Map(
    href
      .slice(href.indexOf("?") + 1)
      .split("&")
      .map((pair) => pair.split("=", 2) as [string, string?])
      .map(([name, value = ""]) => [name, decoded(value)]),
  );
  const content = parameters.get("msgmenucontent") ?? "";
  const id = parameters.get("msgmenuid") ?? "";
  return content === "" || id === "" ? undefined : { content, id };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

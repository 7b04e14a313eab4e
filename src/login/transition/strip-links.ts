/** Replacements for the characters by which WeChat would turn a name into a link, a mention or a topic. */
const lookalikes: Readonly<Record<string, string>> = {
  "<": "＜",
  ">": "＞",
  "@": "＠",
  "#": "＃",
  "/": "／",
  "\\": "＼",
};

/**
 * A dot, or a wide one, followed by a letter or digit: `evil.example`, `1.2.3.4`. The dot of an initial is followed by
 * a space.
 */
const dots = /[.．｡](?=[\p{L}\p{N}\p{M}_-])/gu;

/** A Chinese full stop between Latin letters or digits: browsers treat it as a dot. */
const chineseDots = /(?<=[a-z0-9])。(?=[a-z0-9])/giu;

/** The scheme of an address, as in `weixin:` and `tel:`. */
const schemes = /(?<=[a-z]):(?=\S)/giu;

/** A possible phone number or QQ number: five digits or more, also with spaces and hyphens between them. */
const numbers = /\p{Nd}(?:[\s()+-]{0,2}\p{Nd}){4,}/gu;

const inGroups = (number: string): string => number.replace(/\P{Nd}/gu, "").replace(/(\p{Nd}{3})(?=\p{Nd})/gu, "$1·");

/**
 * A name for a chat message. The person chose it, and readers trust the message: everything that WeChat would turn into
 * a link is broken up, and stays readable.
 */
export const stripLinks = (name: string): string =>
  name
    .replace(/[<>@#/\\]/g, (sign) => lookalikes[sign] ?? sign)
    .replace(dots, "·")
    .replace(chineseDots, "·")
    .replace(schemes, "：")
    .replace(numbers, inGroups);

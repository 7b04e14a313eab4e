/** Signs by which WeChat knows a link, a mention or a topic, and what looks like them and makes none. */
const lookalikes: Readonly<Record<string, string>> = {
  "<": "＜",
  ">": "＞",
  "@": "＠",
  "#": "＃",
  "/": "／",
  "\\": "＼",
};

/** A dot, also a wide one, with something right after it: `evil.example`, `1.2.3.4`. An initial's stands before a space. */
const dots = /[.．｡](?=[\p{L}\p{N}\p{M}_-])/gu;

/** A Chinese full stop between letters that are not Chinese: browsers take it for a dot. */
const chineseDots = /(?<=[a-z0-9])。(?=[a-z0-9])/giu;

/** The scheme of an address, as in `weixin:` and `tel:`. */
const schemes = /(?<=[a-z]):(?=\S)/giu;

/** What may be a phone number or an account of QQ: five digits and more, also with spaces and hyphens between them. */
const numbers = /\p{Nd}(?:[\s()+-]{0,2}\p{Nd}){4,}/gu;

const inGroups = (number: string): string => number.replace(/\P{Nd}/gu, "").replace(/(\p{Nd}{3})(?=\p{Nd})/gu, "$1·");

/**
 * A name for the chat. It is somebody's own choice, and stands in a message that people believe: whatever WeChat would
 * make a link of is broken up, and read as before.
 */
export const stripLinks = (name: string): string =>
  name
    .replace(/[<>@#/\\]/g, (sign) => lookalikes[sign] ?? sign)
    .replace(dots, "·")
    .replace(chineseDots, "·")
    .replace(schemes, "：")
    .replace(numbers, inGroups);

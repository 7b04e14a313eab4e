import { InvalidReply } from "./invalid-reply.ts";

/** An element: `text` is all its character data, `children` its elements in order. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

const maxDepth = 8;
const maxLength = 128 * 1024;

// A pattern for one piece of markup or text. Anything else is not well-formed.
const piece =
  /<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<\/(?<close>[A-Za-z_][\w.-]*)\s*>|<(?<open>[A-Za-z_][\w.-]*)\s*(?<empty>\/)?>|(?<chars>[^<]+)/y;

interface Open {
  name: string;
  text: string;
  children: Element[];
}

/** Parses a reply: elements, text and CDATA; no attributes, comments, DTD, and only the five entities of XML. */
export function parseXml(source: string): Element {
  if (source.length > maxLength) throw new InvalidReply("it is longer than 128 Ki characters");
  const text = source.replace(/^\s*<\?xml\s[^?<>]*\?>/, "");
  const top: Open = { name: "", text: "", children: [] };
  const open: Open[] = [top];
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const at = piece.lastIndex;
    const groups = piece.exec(text)?.groups;
    if (groups === undefined)
      throw new InvalidReply(`it is not well-formed XML at ${JSON.stringify(text.slice(at, at + 20))}`);
    take(open, groups);
  }
  const [root, ...more] = top.children;
  if (open.length > 1) throw new InvalidReply(`<${open.at(-1)?.name}> is not closed`);
  if (root === undefined || more.length > 0 || top.text.trim() !== "")
    throw new InvalidReply("it is not one XML element");
  return root;
}

function take(open: Open[], { cdata, close, open: opened, empty, chars }: Record<string, string | undefined>): void {
  const current = open.at(-1);
  if (current === undefined) return;
  if (cdata !== undefined) current.text += cdata;
  if (chars !== undefined) current.text += unescaped(chars);
  if (opened !== undefined && empty !== undefined) current.children.push({ name: opened, text: "", children: [] });
  if (opened !== undefined && empty === undefined) start(open, opened);
  if (close !== undefined) end(open, close);
}

function start(open: Open[], name: string): void {
  if (open.length > maxDepth) throw new InvalidReply(`it is nested deeper than ${maxDepth}`);
  open.push({ name, text: "", children: [] });
}

function end(open: Open[], name: string): void {
  const closed = open.pop();
  const parent = open.at(-1);
  if (closed?.name !== name || parent === undefined) throw new InvalidReply(`</${name}> closes what is not open`);
  parent.children.push(closed);
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&([^;&\s]{0,12});?/g, (whole, name: string) => {
    const character = whole.endsWith(";") ? (named[name] ?? numbered(name)) : undefined;
    if (character === undefined) throw new InvalidReply(`${whole} is not an entity of XML`);
    return character;
  });
}

function numbered(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point) : undefined;
}

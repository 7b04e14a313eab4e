import { createFieldSink, type GatheredFields, loginFields, maxDepth, type PushFields } from "./fields.ts";

interface Element {
  name: string;
  /** Undefined when it has children. */
  text: string | undefined;
  /** The position after its end tag. */
  end: number;
}

const [rootOpen, rootClose, cdataOpen, cdataClose] = ["<xml>", "</xml>", "<![CDATA[", "]]>"] as const;

/**
 * Reads a push in the subset of XML that WeChat writes; returns undefined for anything else. One pass, linear time.
 *
 * Allowed are an `<xml>` root, elements with plain ASCII names, text and CDATA, and white space around the root,
 * between the children and around CDATA. A byte order mark and an XML declaration may stand before it. DTDs, other
 * processing instructions, comments, attributes, NUL and entities are refused: WeChat puts its texts in CDATA, so a `&`
 * outside is not from WeChat. Control characters are allowed, because people's messages contain them. A field that a
 * sign-in depends on must occur once and directly under the root, so that a message that closes its own CDATA cannot
 * forge another sender. Other children may repeat, and nest 8 deep; they are skipped.
 */
export function parseXml(xml: string): PushFields | undefined {
  if (xml.includes("\0")) return undefined;
  const { fields, isWhole } = gatherXml(xml);
  return isWhole ? fields : undefined;
}

/** Reads a push up to the damage, or to its end if `isWhole`. */
export function gatherXml(xml: string): GatheredFields {
  const sink = createFieldSink();
  const damaged = { fields: sink.fields, isWhole: false };
  const root = skipProlog(xml);
  if (!xml.startsWith(rootOpen, root)) return damaged;
  let at = skipSpace(xml, root + rootOpen.length);
  while (!xml.startsWith(rootClose, at)) {
    const child = readElement(xml, at, 1);
    if (child === undefined || !sink.take(child.name, child.text)) return { ...damaged, at };
    at = skipSpace(xml, child.end);
  }
  return { ...damaged, isWhole: skipSpace(xml, at + rootClose.length) === xml.length };
}

/** Reads the name of a damaged child and its text up to the damage. */
export function readCutElement(xml: string, at: number): { name: string; text: string } | undefined {
  const nameEnd = skipName(xml, at + 1);
  const start = nameEnd + 1;
  if (xml[at] !== "<" || xml[nameEnd] !== ">" || !xml.startsWith(cdataOpen, start)) return undefined;
  const from = start + cdataOpen.length;
  const close = xml.indexOf(cdataClose, from);
  return { name: xml.slice(at + 1, nameEnd), text: xml.slice(from, close < 0 ? xml.length : close) };
}

/** Where the root should begin: after an optional byte order mark, white space and XML declaration. */
export function skipProlog(xml: string): number {
  const at = skipSpace(xml, xml.charCodeAt(0) === byteOrderMark ? 1 : 0);
  const afterName = at + declaration.length;
  if (!xml.startsWith(declaration, at) || skipSpace(xml, afterName) === afterName) return at;
  const end = xml.indexOf("?>", at);
  return end < 0 || xml.indexOf("<", at + 1) < end ? at : skipSpace(xml, end + 2);
}

const byteOrderMark = 0xfeff;
const declaration = "<?xml";

function readElement(xml: string, at: number, depth: number): Element | undefined {
  if (depth > maxDepth || xml[at] !== "<") return undefined;
  const nameEnd = skipName(xml, at + 1);
  const name = xml.slice(at + 1, nameEnd);
  if (name === "") return undefined;
  const close = skipSpace(xml, nameEnd);
  if (xml.startsWith("/>", close)) return { name, text: "", end: close + 2 };
  return xml[nameEnd] === ">" ? readContent(xml, nameEnd + 1, name, depth) : undefined;
}

function readContent(xml: string, start: number, name: string, depth: number): Element | undefined {
  let text = "";
  /** The text in CDATA only, without the white space around it. */
  let marked: string | undefined;
  let isMixed = false;
  let nests = false;
  let at = start;
  for (;;) {
    const tag = xml.indexOf("<", at);
    const bare = bareText(xml, at, tag);
    if (bare === undefined) return undefined;
    text += bare;
    isMixed ||= bare.trim() !== "";
    if (xml.startsWith("</", tag)) return closed(xml, tag, name, nests ? undefined : ownText(text, marked, isMixed));
    const isCdata = xml.startsWith(cdataOpen, tag);
    const end = isCdata ? endOfCdata(xml, tag) : endOfChild(xml, tag, depth + 1);
    if (end === undefined) return undefined;
    if (isCdata) {
      const inside = xml.slice(tag + cdataOpen.length, end - cdataClose.length);
      text += inside;
      marked = (marked ?? "") + inside;
    } else nests = true;
    at = end;
  }
}

/** The text before a tag; undefined if there is no tag, or the text contains an entity or `]]>`. */
function bareText(xml: string, at: number, tag: number): string | undefined {
  const bare = xml.slice(at, tag);
  return tag < 0 || bare.includes("&") || bare.includes(cdataClose) ? undefined : bare;
}

const ownText = (text: string, marked: string | undefined, isMixed: boolean): string =>
  isMixed ? text : (marked ?? text);

const closed = (xml: string, tag: number, name: string, text: string | undefined): Element | undefined =>
  xml.startsWith(`${name}>`, tag + 2) ? { name, text, end: tag + 2 + name.length + 1 } : undefined;

function endOfCdata(xml: string, tag: number): number | undefined {
  const close = xml.indexOf(cdataClose, tag + cdataOpen.length);
  return close < 0 ? undefined : close + cdataClose.length;
}

function endOfChild(xml: string, tag: number, depth: number): number | undefined {
  const child = readElement(xml, tag, depth);
  return child === undefined || loginFields.has(child.name) ? undefined : child.end;
}

function skipSpace(xml: string, start: number): number {
  let at = start;
  while (isSpace(xml.charCodeAt(at))) at++;
  return at;
}

function skipName(xml: string, start: number): number {
  let at = start;
  while (isLetter(xml.charCodeAt(at)) || (at > start && isNameMark(xml.charCodeAt(at)))) at++;
  return at;
}

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isNameMark = (code: number): boolean => (code >= 48 && code <= 57) || code === 45 || code === 46;

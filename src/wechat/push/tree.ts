import type { PushFormat } from "./fields.ts";

/** Children by name. The object has no prototype. */
export interface PushTree {
  readonly [name: string]: PushNode;
}

/**
 * A child of a push: a text, or in JSON a number, as sent; `null` (only in JSON); an object of children; or a list, if
 * its name repeats or JSON has an array. XML cannot express a list of one: `[node].flat()` reads both.
 */
export type PushNode = string | null | PushTree | readonly PushNode[];

/** Parses the whole of a message that was checked before. */
export const parseTree = (plaintext: string, format: PushFormat = "xml"): PushTree =>
  format === "json" ? jsonTree(plaintext) : xmlTree(plaintext);

/** Numbers are kept as they are written, so that no digit of an id is lost. */
function jsonTree(json: string): PushTree {
  const read = (_: string, value: unknown, { source }: { source?: string }): unknown => {
    if (typeof value === "number" || typeof value === "boolean") return source ?? String(value);
    if (typeof value === "string") return value.toWellFormed();
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.assign(Object.create(null), value) : value;
  };
  return JSON.parse(regular(json), read as Parameters<typeof JSON.parse>[1]) as PushTree;
}

/** The characters that JSON does not allow in a string. */
const controls = /\p{Cc}/gu;
const odd = /("[^"\\]*(?:\\.[^"\\]*)*")|^\ufeff|,(?=\s*[}\]])/g;

/**
 * Rewrites a push as `JSON.parse` accepts it: without byte order mark and trailing commas, and with control characters
 * escaped.
 */
const regular = (json: string): string =>
  json.replace(odd, (_, text: string | undefined) => (text ?? "").replace(controls, escapedControl));

const escapedControl = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;

const piece = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.-]+)\s*(\/?)>|[^<]+/g;

interface Open {
  readonly tree: Record<string, PushNode>;
  nests: boolean;
  text: string;
  /** The text in CDATA, and whether there is more than white space around it, as in `xml.ts`. */
  marked?: string;
  isMixed: boolean;
}

const opened = (): Open => ({ tree: Object.create(null), nests: false, text: "", isMixed: false });

function xmlTree(xml: string): PushTree {
  const path: Open[] = [opened()];
  for (const [bare, cdata, closing, name = "", empty] of xml.matchAll(piece)) {
    const here = path.at(-1);
    if (!here) break;
    if (closing) close(path, name);
    else if (empty) add(here, name, "");
    else if (name !== "") path.push(opened());
    else write(here, bare, cdata);
  }
  return path[0]?.tree.xml as PushTree;
}

function write(here: Open, bare: string, cdata: string | undefined): void {
  here.text += cdata ?? bare;
  if (cdata !== undefined) here.marked = (here.marked ?? "") + cdata;
  else here.isMixed ||= bare.trim() !== "";
}

function close(path: Open[], name: string): void {
  const done = path.pop();
  const parent = path.at(-1);
  if (!done || !parent) return;
  const isTree = done.nests || path.length === 1;
  add(parent, name, isTree ? done.tree : done.isMixed ? done.text : (done.marked ?? done.text));
}

function add(parent: Open, name: string, node: PushNode): void {
  parent.nests = true;
  const before = parent.tree[name];
  parent.tree[name] = before === undefined ? node : [before, node].flat();
}

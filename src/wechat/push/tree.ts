import type { PushFormat } from "./fields.ts";

/** Children by name. It has no prototype. */
export interface PushTree {
  readonly [name: string]: PushNode;
}

/**
 * A child of a push: a text, in JSON a number too, as sent; `null` in JSON only; its own children; or, where its name
 * repeats or JSON says so, a list. A list of one is no list in XML: `[node].flat()` reads both.
 */
export type PushNode = string | null | PushTree | readonly PushNode[];

/** The whole of a message that was found to be one before. */
export const parseTree = (plaintext: string, format: PushFormat = "xml"): PushTree =>
  format === "json" ? jsonTree(plaintext) : xmlTree(plaintext);

/** Numbers stay as they are written, so that no digit of an id is lost. */
function jsonTree(json: string): PushTree {
  const read = (_: string, value: unknown, { source }: { source?: string }): unknown => {
    if (typeof value === "number" || typeof value === "boolean") return source ?? String(value);
    if (typeof value === "string") return value.toWellFormed();
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.assign(Object.create(null), value) : value;
  };
  return JSON.parse(regular(json), read as Parameters<typeof JSON.parse>[1]) as PushTree;
}

/** What JSON has no room for in a text. */
const controls = /\p{Cc}/gu;
const odd = /("[^"\\]*(?:\\.[^"\\]*)*")|^\ufeff|,(?=\s*[}\]])/g;

/** As the platform's parser takes it: without mark and last commas, and with control characters escaped. */
const regular = (json: string): string =>
  json.replace(odd, (_, text: string | undefined) => (text ?? "").replace(controls, escapedControl));

const escapedControl = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;

const piece = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.-]+)\s*(\/?)>|[^<]+/g;

interface Open {
  readonly tree: Record<string, PushNode>;
  nests: boolean;
  text: string;
  /** What stands in CDATA, and whether there is more than blanks around it: as the parser of the fields has it. */
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

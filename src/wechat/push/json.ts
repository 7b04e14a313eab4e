import { createFieldSink, type GatheredFields, maxDepth, type PushFields } from "./fields.ts";

/** A value and the position after it. `text` is undefined if the value is neither a string nor a number. */
interface Value {
  text: string | undefined;
  isNull?: boolean;
  end: number;
}

const string = /"[^"\\]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\]*)*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const escaped = /\\(?:u([\dA-Fa-f]{4})|(.))/g;
const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Reads a push in JSON by the same rules as one in XML; returns undefined for anything else. One pass, linear time.
 *
 * A push is one object, after an optional byte order mark. Strings and numbers are kept as written, so that no digit of
 * a `MsgId` is lost. Strings may contain control characters, because people's messages do, but no NUL, escaped or not.
 * A field that a sign-in depends on must occur once and be a string, a number, or `null`, which counts as absent;
 * `JSON.parse` would use the last of two. Other children may repeat, and nest 8 deep; they are skipped. A comma may
 * follow the last child. Nested objects may use any names: unlike XML's CDATA, a JSON string cannot be closed by its
 * content.
 */
export function parsePushJson(json: string): PushFields | undefined {
  const { fields, isWhole } = gatherPushJson(json);
  return isWhole ? fields : undefined;
}

/** Reads a push up to the damage, or to its end if `isWhole`. */
export function gatherPushJson(json: string): GatheredFields {
  const sink = createFieldSink();
  let at = skipSpace(json, json.charCodeAt(0) === byteOrderMark ? 1 : 0);
  const end = readMembers(json, at, 1, (name, value) => {
    if (!sink.take(name, value.text, value.isNull)) return false;
    at = value.end;
    return true;
  });
  return { fields: sink.fields, isWhole: end !== undefined && skipSpace(json, end) === json.length, at };
}

const byteOrderMark = 0xfeff;

const memberStart = /\s*[{,]\s*"(\w+)"\s*:\s*"/y;
const readable = /(?:[^"\\\0]|\\(?:["\\/bfnrt]|u(?!0000)[\dA-Fa-f]{4}))*/y;

/** Reads the name of a damaged member and its value up to the damage. */
export function readCutMember(json: string, at: number): { name: string; text: string } | undefined {
  memberStart.lastIndex = at;
  const [start = "", name] = memberStart.exec(json) ?? [];
  const text = name === undefined ? undefined : matched(readable, json, at + start.length);
  return name === undefined || text === undefined ? undefined : { name, text: unescaped(text).toWellFormed() };
}

/** Reads an object. Returns the position after it; undefined if it is not an object or `take` refuses a member. */
function readMembers(
  json: string,
  start: number,
  depth: number,
  take: (name: string, value: Value) => boolean,
): number | undefined {
  return readList(json, start, "{}", (at) => {
    const name = readString(json, at);
    if (name?.text === undefined) return undefined;
    const colon = skipSpace(json, name.end);
    const value = json[colon] === ":" ? readValue(json, skipSpace(json, colon + 1), depth) : undefined;
    return value !== undefined && take(name.text, value) ? value.end : undefined;
  });
}

/** Reads the items between two brackets, separated by commas; `item` returns the position after one. */
function readList(
  json: string,
  start: number,
  brackets: "{}" | "[]",
  item: (at: number) => number | undefined,
): number | undefined {
  if (json[start] !== brackets[0]) return undefined;
  let at = skipSpace(json, start + 1);
  if (json[at] === brackets[1]) return at + 1;
  for (;;) {
    const end = item(at);
    if (end === undefined) return undefined;
    at = skipSpace(json, end);
    if (json[at] === brackets[1]) return at + 1;
    if (json[at] !== ",") return undefined;
    at = skipSpace(json, at + 1);
    // Some lists end with a comma.
    if (json[at] === brackets[1]) return at + 1;
  }
}

function readValue(json: string, at: number, depth: number): Value | undefined {
  const first = json[at];
  if (first === '"') return readString(json, at);
  if (first === "{" || first === "[") return readNested(json, at, depth + 1);
  const digits = matched(number, json, at);
  if (digits !== undefined) return { text: digits, end: at + digits.length };
  const known = matched(word, json, at);
  return known === undefined ? undefined : { text: undefined, isNull: known === "null", end: at + known.length };
}

function readNested(json: string, at: number, depth: number): Value | undefined {
  if (depth > maxDepth) return undefined;
  const end =
    json[at] === "{"
      ? readMembers(json, at, depth, () => true)
      : readList(json, at, "[]", (item) => readValue(json, item, depth)?.end);
  return end === undefined ? undefined : { text: undefined, end };
}

function readString(json: string, at: number): Value | undefined {
  if (json[at] !== '"') return undefined;
  const close = json.indexOf('"', at + 1);
  const bare = json.slice(at + 1, close);
  if (close < 0 || bare.includes("\0")) return undefined;
  return bare.includes("\\") ? readEscaped(json, at) : { text: bare.toWellFormed(), end: close + 1 };
}

function readEscaped(json: string, at: number): Value | undefined {
  const quoted = matched(string, json, at);
  if (quoted === undefined) return undefined;
  const text = unescaped(quoted.slice(1, -1));
  return text.includes("\0") ? undefined : { text: text.toWellFormed(), end: at + quoted.length };
}

const unescaped = (text: string): string =>
  text.replace(escaped, (_, code: string | undefined, mark: string) =>
    code === undefined ? (escapes[mark] ?? mark) : String.fromCharCode(Number.parseInt(code, 16)),
  );

function skipSpace(json: string, start: number): number {
  let at = start;
  while (isSpace(json.charCodeAt(at))) at++;
  return at;
}

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

function matched(pattern: RegExp, json: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(json)?.[0];
}

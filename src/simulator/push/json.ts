import { InvalidReply } from "./invalid-reply.ts";
import type { Element } from "./xml.ts";

const maxLength = 128 * 1024;
const maxDepth = 8;

/** Parses a reply in JSON to the same tree as one in XML. Throws {@link InvalidReply}. */
export function parseJson(source: string): Element {
  if (source.length > maxLength) throw new InvalidReply("it is longer than 128 Ki characters");
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new InvalidReply("it is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidReply("it is not a JSON object");
  return elementOf("xml", value, 0);
}

function elementOf(name: string, value: unknown, depth: number): Element {
  if (depth > maxDepth) throw new InvalidReply(`it is nested deeper than ${maxDepth}`);
  if (typeof value === "string" || typeof value === "number") return { name, text: String(value), children: [] };
  if (typeof value !== "object" || value === null) return { name, text: "", children: [] };
  const children = Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(inner) ? inner.map((each) => elementOf(key, each, depth + 1)) : [elementOf(key, inner, depth + 1)],
  );
  return { name, text: "", children };
}

import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Push } from "../../src/wechat/index.ts";

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
});

/** Reads a push with another parser: its children by name; undefined if it is not XML for that parser. */
function readByOther(xml: string): Readonly<Record<string, unknown>> | undefined {
  try {
    if (XMLValidator.validate(xml) !== true) return undefined;
    const { xml: root } = parser.parse(xml) as { xml?: unknown };
    return typeof root === "object" && root !== null ? (root as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * XML parsers normalize line ends (section 2.11) before CDATA sections are joined. Ours changes nothing in a text but
 * removes blanks around CDATA. So both are normalized before they are compared.
 */
const normal = (text: string): string => text.replace(/[\r\n]+/g, "\n").trim();

export type Verdict =
  | { readonly other: "refused" | "agreed" }
  | { readonly other: "disagreed"; readonly about: string };

/** Whether the other parser, if it accepts the push, too, reads the same sender, type, event and key. */
export function compare(plaintext: string, push: Push): Verdict {
  const other = readByOther(plaintext);
  if (other === undefined) return { other: "refused" };
  const text = (name: string): string | undefined => {
    const value = other[name];
    return value === undefined
      ? undefined
      : typeof value === "string"
        ? normal(value)
        : `not a text: ${JSON.stringify(value)}`;
  };
  const isEvent = push.type === "event";
  const isText = push.type === "text";
  const pairs: [string, string | undefined, string | undefined][] = [
    ["sender", push.openId, text("FromUserName")],
    ["account", push.toUser, text("ToUserName")],
    ["type", push.type.toLowerCase(), text("MsgType")?.toLowerCase()],
    ["time", String(push.createTime), String(Number(text("CreateTime")))],
    ["event", push.event?.toLowerCase(), isEvent ? text("Event")?.toLowerCase() : undefined],
    ["event key", push.eventKey, isEvent ? text("EventKey") : undefined],
    ["content", push.content, isText ? text("Content") : undefined],
    ["menu id", push.menuId, isText ? text("bizmsgmenuid") : undefined],
    ["key", push.key, keyOf(push, text)],
  ];
  const different = pairs.find(([, ours, theirs]) => (ours === undefined ? undefined : normal(ours)) !== theirs);
  if (!different) return { other: "agreed" };
  const [what, ours, theirs] = different;
  return { other: "disagreed", about: `${what}: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}` };
}

/** What identifies a push: the message id, or the whole push if it has none. */
function keyOf({ type, fingerprint }: Push, text: (name: string) => string | undefined): string {
  const id = type === "event" ? undefined : text("MsgId");
  return id ? `m:${text("FromUserName")}:${id}` : `d:${fingerprint}`;
}

import type { Chance } from "./chance.ts";
import { names, odd } from "./words.ts";

/** The values that a body may contain. Some are real, so that the body passes the first checks. */
export interface Cast {
  readonly openIds: readonly [string, ...string[]];
  readonly toUser: string;
  readonly scenes: readonly [string, ...string[]];
  readonly seconds: number;
}

/** A body that is, or nearly is, a push. */
export function body(chance: Chance, cast: Cast): string {
  const inside = likely(chance, cast);
  for (let extra = chance.once(3) ? 1 + chance.int(3) : 0; extra > 0; extra--)
    inside.splice(chance.int(inside.length + 1), 0, node(chance, cast, 0));
  if (chance.once(3)) shuffle(chance, inside);
  const between = chance.once(10)
    ? chance.pick(["x", "<!-- a -->", "]]>"])
    : chance.pick(["", "\n", "\r\n", "  ", "\t"]);
  return (
    prolog(chance) +
    wrap(chance, inside.join(chance.once(4) ? between : "\n")) +
    (chance.once(12) ? chance.pick(["<a/>", "\0", "x"]) : chance.pick(["", "\n", " \n"]))
  );
}

const wrap = (chance: Chance, inside: string): string => {
  const [open, close] = chance.pick([
    ...(Array(60).fill(["<xml>", "</xml>"]) as ["<xml>", "</xml>"][]),
    ["<xml >", "</xml >"],
    ["<XML>", "</XML>"],
    ['<xml a="b">', "</xml>"],
    ["<xml>", ""],
    ["<xml><xml>", "</xml></xml>"],
    ["<xml/>", ""],
  ] as [string, string][] as [[string, string], ...[string, string][]]);
  return open + inside + close;
};

const prolog = (chance: Chance): string =>
  chance.once(12)
    ? chance.pick([
        '<?xml version="1.0"?>',
        " ",
        "\uFEFF",
        "<!DOCTYPE xml>",
        '<!DOCTYPE xml [<!ENTITY a "b">]>',
        '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<?php ?>",
        "<!-- -->",
      ])
    : "";

/** The children of a push as WeChat sends them, most of them right. */
function likely(chance: Chance, cast: Cast): string[] {
  const type = chance.pick(["event", "event", "event", "text", "text", "image", "location", ""]);
  const scene = chance.pick(cast.scenes);
  const event = chance.pick(["SCAN", "subscribe", "unsubscribe", "CLICK", "scan", "SCAN "]);
  const special =
    type === "event"
      ? [
          element(chance, "Event", event),
          element(chance, "EventKey", event === "subscribe" ? `qrscene_${scene}` : scene),
        ]
      : [
          element(chance, "Content", chance.pick(["1", "2", "是我，登录", "hello", ...odd])),
          element(chance, "MsgId", String(chance.int(2 ** 31))),
        ];
  const all = [
    element(chance, "ToUserName", cast.toUser),
    element(chance, "FromUserName", chance.pick(cast.openIds)),
    element(chance, "CreateTime", String(cast.seconds + chance.int(3))),
    element(chance, "MsgType", type),
    ...special,
  ];
  if (chance.once(4)) all.push(element(chance, "bizmsgmenuid", String(4 * chance.int(2 ** 20) + chance.int(4))));
  if (chance.once(6)) all.splice(chance.int(all.length), 1);
  if (chance.once(6)) all.push(all[chance.int(all.length)] ?? "");
  return all;
}

function node(chance: Chance, cast: Cast, depth: number): string {
  const name = chance.pick(names);
  if (chance.once(8))
    return chance.pick([
      "<!-- c -->",
      "<?p i?>",
      "<![CDATA[loose]]>",
      "loose",
      "&amp;",
      "<a b='c'/>",
      "<1/>",
      "<a:b/>",
    ]);
  if (depth > 10 || !chance.once(3)) return element(chance, name, text(chance, cast));
  const inside = Array.from({ length: 1 + chance.int(3) }, () => node(chance, cast, depth + 1)).join("");
  return `<${name}>${inside}</${name}>`;
}

function element(chance: Chance, name: string, value: string): string {
  if (value === "" && chance.once(3)) return `<${name}/>`;
  const close = chance.once(60) ? chance.pick([`</${name} >`, "</x>", "", `</${name.toLowerCase()}>`]) : `</${name}>`;
  return `<${name}>${content(chance, value)}${close}`;
}

/** A text in one of the notations of XML. */
function content(chance: Chance, value: string): string {
  const cut = chance.int(value.length + 1);
  switch (chance.int(12)) {
    case 0:
      return value;
    case 1:
      return `<![CDATA[${value.slice(0, cut)}]]><![CDATA[${value.slice(cut)}]]>`;
    case 2:
      return `${value.slice(0, cut)}<![CDATA[${value.slice(cut)}]]>`;
    case 3:
      return chance.once(6) ? ` <![CDATA[${value}]]>\n` : `<![CDATA[${value}]]>`;
    case 4:
      return chance.once(6) ? `<![CDATA[${value}]]><!-- c -->` : `<![CDATA[${value}]]>`;
    case 5:
      return chance.once(6) ? `<![CDATA[${value}]]` : `<![CDATA[${value}]]>`;
    default:
      return `<![CDATA[${value}]]>`;
  }
}

function text(chance: Chance, { openIds, scenes }: Cast): string {
  if (chance.once(40)) return chance.pick(["a", "]]", "<", "😀"]).repeat(chance.int(40_000));
  return chance.pick([...odd, ...openIds, ...scenes] as unknown as [string, ...string[]]);
}

function shuffle<T>(chance: Chance, items: T[]): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = chance.int(at + 1);
    const [one, two] = [items[at], items[other]];
    if (one !== undefined && two !== undefined) [items[at], items[other]] = [two, one];
  }
}

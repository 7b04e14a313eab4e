import fc from "fast-check";
import { expect, test } from "vitest";
import { parseXml, readCutElement } from "../../../src/wechat/push/xml.ts";
import { subscribe, text } from "../pushes.ts";

const parsed = (xml: string) => {
  const fields = parseXml(xml);
  return fields && { ...fields };
};
const nested = (depth: number) => `<xml>${"<a>".repeat(depth)}x${"</a>".repeat(depth)}</xml>`;

test("bare text and CDATA are read as sent, white space between children is not", () => {
  const xml = "<xml>\r\n\t<a>1</a> <b><![CDATA[ two ]]></b>\n<c>a<![CDATA[<b>&]] ]]>c</c></xml>\n \n";
  expect(parsed(xml)).toEqual({ a: "1", b: " two ", c: "a<b>&]] c" });
});

test.each([
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8" ?>\n',
  '<?xml\tversion="1.0"?>',
  '<?xml\r\nversion="1.0"?>\n',
  "\ufeff",
  "\n",
  " \r\n\t",
  '\ufeff\n<?xml version="1.0"?>\n',
])("%j before the root says nothing", (prolog) => expect(parsed(`${prolog}<xml><a>1</a></xml>\n`)).toEqual({ a: "1" }));

test("blanks around CDATA are no text, and those within it are", () => {
  const xml = "<xml><a> <![CDATA[ b ]]>\n</a><c>\r\n<![CDATA[d]]> <![CDATA[e]]></c><f> </f><Ticket /><g\n/></xml>";
  expect(parsed(xml)).toEqual({ a: " b ", c: "de", f: " ", Ticket: "", g: "" });
});

test("an empty element is an empty text, however written", () => {
  expect(parsed("<xml><a></a><b/><c><![CDATA[]]></c></xml>")).toEqual({ a: "", b: "", c: "" });
});

test.each([
  "<a>",
  "]]",
  "]",
  "&lt;&amp;",
  "<![CDATA[",
  "</xml>",
  "</Content>",
  "<!DOCTYPE x>",
  "]]]",
  "\u0001 😀 中文",
])("CDATA holds %j as it is", (content) => expect(parseXml(text(content))?.Content).toBe(content));

test("`]]>` comes back whole from two CDATA sections", () => {
  expect(parseXml(text("a]]]]><![CDATA[>b"))?.Content).toBe("a]]>b");
});

test("children that nest or repeat are skipped, the others read", () => {
  const info = "<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType>\n<ScanResult/></ScanCodeInfo>";
  expect(parsed(`<xml>${info}<item>1</item><EventKey>k</EventKey><item>2</item><item>3</item></xml>`)).toEqual({
    EventKey: "k",
  });
});

test("nesting of 8 is skipped, of 9 refused", () => {
  expect(parsed(nested(8))).toEqual({});
  expect(parseXml(nested(9))).toBeUndefined();
  expect(parseXml(nested(9000))).toBeUndefined();
});

const login = [
  "ToUserName",
  "FromUserName",
  "CreateTime",
  "MsgType",
  "Event",
  "EventKey",
  "Ticket",
  "Content",
  "MsgId",
];

test.each([...login, "bizmsgmenuid", "Encrypt"])("%s doubled, nested or with children is refused", (name) => {
  expect(parsed(`<xml><${name}>1</${name}></xml>`)).toEqual({ [name]: "1" });
  expect(parseXml(`<xml><${name}>1</${name}><${name}>1</${name}></xml>`)).toBeUndefined();
  expect(parseXml(`<xml><a><${name}>1</${name}></a></xml>`)).toBeUndefined();
  expect(parseXml(`<xml><a><b><${name}/></b></a></xml>`)).toBeUndefined();
  expect(parseXml(`<xml><${name}><a>1</a></${name}></xml>`)).toBeUndefined();
});

test.each([
  ["nothing", ""],
  ["an instruction whose name only begins so", '<?xmlx version="1.0"?><xml></xml>'],
  ["two declarations", '<?xml version="1.0"?><?xml version="1.0"?><xml></xml>'],
  ["another instruction", "<?php ?><xml></xml>"],
  ["a declaration without an end", '<?xml version="1.0"<xml></xml>'],
  ["a byte order mark within", "<xml>\ufeff</xml>"],
  ["text before the root", "a<xml></xml>"],
  ["another root", "<root></root>"],
  ["an attribute on the root", '<xml a="b"></xml>'],
  ["an attribute", '<xml><a b="c">1</a></xml>'],
  ["a space in a tag", "<xml><a >1</a></xml>"],
  ["a DTD", "<!DOCTYPE xml><xml></xml>"],
  ["a DTD within", "<xml><!DOCTYPE xml><a>1</a></xml>"],
  ["a comment", "<xml><!-- --></xml>"],
  ["a processing instruction", "<xml><?a b?></xml>"],
  ["a predefined entity", "<xml><a>&lt;</a></xml>"],
  ["a numeric entity", "<xml><a>&#65;</a></xml>"],
  ["an entity of its own", "<xml><a>&b;</a></xml>"],
  ["text under the root", "<xml>a<b>1</b></xml>"],
  ["CDATA under the root", "<xml><![CDATA[a]]></xml>"],
  ["`]]>` outside CDATA", "<xml><a>]]></a></xml>"],
  ["NUL", "<xml><a>\0</a></xml>"],
  ["tags that cross", "<xml><a><b></a></b></xml>"],
  ["an end tag of a longer name", "<xml><a></ab></xml>"],
  ["an end tag of a shorter name", "<xml><ab></a></xml>"],
  ["no name", "<xml><>1</></xml>"],
  ["a name that starts with a digit", "<xml><1a>1</1a></xml>"],
  ["a name with a colon", "<xml><a:b>1</a:b></xml>"],
  ["two roots", "<xml></xml><xml></xml>"],
  ["text after the root", "<xml></xml>a"],
])("%s is refused", (_, xml) => expect(parseXml(xml)).toBeUndefined());

test("an external entity and a billion laughs are refused", () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
  expect(parseXml(`<!DOCTYPE xml [<!ENTITY l0 "ha">${laughs}]><xml><Content>&l9;</Content></xml>`)).toBeUndefined();
  const external = '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
  expect(parseXml(`${external}<xml><Content>&a;</Content></xml>`)).toBeUndefined();
});

test("a push cut off anywhere is refused", () => {
  for (let length = 0; length < subscribe.length; length++) {
    expect(parseXml(subscribe.slice(0, length))).toBeUndefined();
  }
});

test("names that objects inherit are names like any other", () => {
  const fields = parseXml("<xml><__proto__>1</__proto__><constructor>2</constructor></xml>");
  expect(Object.entries(fields ?? {})).toEqual([
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
  expect(parseXml("<xml></xml>")?.toString).toBeUndefined();
  expect(Object.getPrototypeOf({})).not.toHaveProperty("1");
});

test.each([
  ["open tags", `<xml>${"<a>".repeat(21_000)}`],
  ["angle brackets", `<xml>${"<".repeat(65_000)}`],
  ["unclosed CDATA", `<xml>${"<a><![CDATA[".repeat(5_000)}`],
  ["`]]` without end", `<xml><a><![CDATA[${"]]".repeat(32_000)}`],
  ["one long name", `<xml><${"a".repeat(65_000)}`],
  ["white space", `<xml>${" ".repeat(65_000)}`],
  ["entities", `<xml><a>${"&".repeat(65_000)}</a></xml>`],
  ["end tags", `<xml><a>${"</".repeat(32_000)}`],
])("64 KiB of %s are refused", (_, xml) => expect(parseXml(xml)).toBeUndefined());

test("twice the input takes about twice the steps, for each shape that 64 KiB can have", () => {
  const shapes: ((n: number) => string)[] = [
    (n) => `<xml>${"<a/>".repeat(n)}</xml>`,
    (n) => `<xml><a>${"<b></b>".repeat(n)}</a></xml>`,
    (n) => `<xml><a>${"<![CDATA[]]>".repeat(n)}</a></xml>`,
    (n) => `<xml>${"<a>".repeat(n)}`,
    (n) => `<xml><a><![CDATA[${"]]".repeat(n)}`,
    (n) => `<xml>${" ".repeat(n)}</xml>`,
  ];
  for (const shape of shapes) expect(steps(shape(4000))).toBeLessThan(2.2 * steps(shape(2000)));
});

test("whatever text is put in CDATA comes back", () => {
  const anything = fc.string({ unit: "binary" }).filter((content) => !/\0|\]\]>/.test(content));
  fc.assert(
    fc.property(anything, (content) => {
      expect(parseXml(text(content))?.Content).toBe(content);
    }),
  );
});

test("no string makes it throw", () => {
  const pieces = ["<", ">", "/", "xml", "a", "Event", "<![CDATA[", "]]>", "&", " ", "<xml>", "</xml>", "<a>", "</a>"];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 });
  fc.assert(
    fc.property(soup, (parts) => void parseXml(`<xml>${parts.join("")}`)),
    { numRuns: 2000 },
  );
});

/** How much of the input the parser reads: the number of characters that its string operations pass over. */
function steps(xml: string): number {
  let count = 0;
  const counted = {
    length: xml.length,
    startsWith: (part: string, at = 0) => {
      count += part.length;
      return xml.startsWith(part, at);
    },
    includes: (part: string) => xml.includes(part),
    indexOf: (part: string, at = 0) => {
      const found = xml.indexOf(part, at);
      count += (found < 0 ? xml.length : found) - at + 1;
      return found;
    },
    slice: (from: number, to: number) => {
      count += to - from;
      return xml.slice(from, to);
    },
    charCodeAt: (at: number) => {
      count++;
      return xml.charCodeAt(at);
    },
  };
  const indexed = new Proxy(counted, {
    get: (target, key) => (typeof key === "string" && /^\d+$/.test(key) ? xml[Number(key)] : Reflect.get(target, key)),
  });
  parseXml(indexed as unknown as string);
  return count;
}

test("a child begins with `<`, in a damaged push too: a name after other text is no child", () => {
  expect(parseXml("<xml>xContent>forged</Content></xml>")).toBeUndefined();
  expect(readCutElement("xFromUserName><![CDATA[forged", 0)).toBeUndefined();
  expect(readCutElement("<FromUserName><![CDATA[cut", 0)).toEqual({ name: "FromUserName", text: "cut" });
});

/** A value of a push: a string becomes CDATA, a number plain text, and fields become child elements. */
export type Value = string | number | bigint | readonly Field[];

/** A child of a push. Several children of one name are a list. */
export type Field = readonly [name: string, value: Value];

/**
 * The plain text of a push as WeChat lays it out, byte for byte: the first child follows `<xml>` directly, each
 * ends with a line feed, and none follows `</xml>`.
 */
export const plainLayout = (fields: readonly Field[]): string => `<xml>${inside(fields)}</xml>`;

/** The outer XML of compatible and safe mode: each child on its own line, indented by four spaces. */
export const outerLayout = (fields: readonly Field[]): string =>
  `<xml>\n${fields.map((field) => `    ${element(field)}\n`).join("")}</xml>\n`;

const inside = (fields: readonly Field[]): string => fields.map((field) => `${element(field)}\n`).join("");

const element = ([name, value]: Field): string => `<${name}>${content(value)}</${name}>`;

const content = (value: Value): string | number | bigint => {
  if (typeof value === "string") return cdata(value);
  return typeof value === "object" ? inside(value) : value;
};

// A text that contains the end of a CDATA section is split into two sections.
const cdata = (text: string): string => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;

/** The plain text of a push in JSON, without white space. As in XML, a list of one is not a list. */
export function jsonLayout(fields: readonly Field[]): string {
  const names = [...new Set(fields.map(([name]) => name))];
  const entries = names.map((name) => {
    const values = fields.filter((field) => field[0] === name).map(([, value]) => jsonValue(value));
    return `${JSON.stringify(name)}:${values.length === 1 ? values[0] : `[${values.join(",")}]`}`;
  });
  return `{${entries.join(",")}}`;
}

const jsonValue = (value: Value): string =>
  typeof value === "object" ? jsonLayout(value) : typeof value === "string" ? JSON.stringify(value) : String(value);

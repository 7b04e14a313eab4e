/** A child of a push: a string becomes CDATA, a number stands bare. */
export type Field = readonly [name: string, value: string | number | bigint];

/**
 * The plain text of a push as WeChat lays it out, byte for byte: the first child follows `<xml>` directly, each
 * ends with a line feed, and none follows `</xml>`.
 */
export const plainLayout = (fields: readonly Field[]): string =>
  `<xml>${fields.map((field) => `${element(field)}\n`).join("")}</xml>`;

/** The outer XML of compatible and safe mode: each child on its own line, indented by four spaces. */
export const outerLayout = (fields: readonly Field[]): string =>
  `<xml>\n${fields.map((field) => `    ${element(field)}\n`).join("")}</xml>\n`;

const element = ([name, value]: Field): string =>
  `<${name}>${typeof value === "string" ? cdata(value) : value}</${name}>`;

// A text that holds the end of a CDATA section has to be cut in two there.
const cdata = (text: string): string => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;

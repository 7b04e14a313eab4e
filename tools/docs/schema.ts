import { z } from "zod";
import { options } from "../../src/server/config/schema.ts";

/** The part of JSON Schema that the configuration uses. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
}

/** The schema of the configuration as an operator writes it. */
export const configSchema = (): Schema =>
  z.toJSONSchema(options, { io: "input", unrepresentable: "any" }) as unknown as Schema;

/** An option with its path, as in `sources[].appid`. */
export interface Option {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Every option below `schema`, each before its own options. */
export function optionsOf(schema: Schema, at = ""): Option[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, inner]) => {
    const path = at === "" ? name : `${at}.${name}`;
    return [{ path, schema: inner, required: required.includes(name) }, ...insideOf(inner, path)];
  });
}

/** The options of each variant of a union, by its `kind`. */
export const optionsOfEach = (schema: Schema = {}): [kind: string, options: Option[]][] =>
  (schema.oneOf ?? schema.anyOf ?? []).map((one) => [String(one.properties?.kind?.const), optionsOf(one)]);

function insideOf(schema: Schema, path: string): Option[] {
  if (schema.items?.properties) return optionsOf(schema.items, `${path}[]`);
  return optionsOf(schema, path);
}

/** The type of an option in words. */
export function typeText(schema: Schema): string {
  const { enum: words, const: only, anyOf, oneOf, format, type, items, prefixItems } = schema;
  if (words) return words.map((word) => `"${word}"`).join(" or ");
  if (only !== undefined) return JSON.stringify(only);
  const choices = anyOf ?? oneOf;
  if (choices) return [...new Set(choices.map(typeText))].join(" or ");
  if (format !== undefined) return format === "uri" ? "address" : format;
  if (type === "array") return `list of ${typeText(items ?? prefixItems?.[0] ?? {})}${bounds(schema, "Items")}`;
  if (type === "string") return `text${bounds(schema, "Length")}`;
  if (type === "integer") return `whole number${range(schema.minimum, schema.maximum)}`;
  if (type === "object") return objectText(schema);
  return type ?? "anything";
}

const mapText = (values: Schema["additionalProperties"]): string =>
  typeof values === "object" && values.type === "number" ? "numbers by name" : "texts by name";

function objectText({ properties, additionalProperties }: Schema): string {
  const choice = properties?.kind?.const;
  if (choice !== undefined) return `{ kind: ${JSON.stringify(choice)}, … }`;
  const kind = properties?.type?.const;
  if (kind !== undefined) return `{ type: ${JSON.stringify(kind)}, … }`;
  return properties ? "object" : mapText(additionalProperties);
}

const bounds = (schema: Schema, of: "Items" | "Length"): string => {
  const text = range(schema[`min${of}`], schema[`max${of}`]);
  return text === "" ? "" : `,${text}${of === "Items" ? " entries" : " characters"}`;
};

const range = (least?: number, most?: number): string => {
  if (most === undefined) return least === undefined || least <= 1 ? "" : ` at least ${least}`;
  return least === undefined || least === 0 ? ` at most ${most}` : ` ${least} to ${most}`;
};

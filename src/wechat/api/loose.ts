/**
 * Schemas for optional fields of a response. WeChat is loose with them: `null` for an absent value, text for numbers, a
 * missing field. No response is rejected for such a field. Ids, tickets and tokens are not read with these schemas.
 */
import * as z from "zod";

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

const anything = z.unknown().optional();

/** A text; undefined for an absent value and for other types. */
export const textIfAny = anything.transform(textOf);

/** A text; empty for an absent value and for other types. */
export const text = anything.transform((value) => textOf(value) ?? "");

/** A number, or a text of one; undefined for an absent value and for other types. */
export const numberIfAny = anything.transform(numberOf);

/** A number, or a text of one; 0 for an absent value and for other types. */
export const number = anything.transform((value) => numberOf(value) ?? 0);

/** A time span: a positive number, or a text of one; undefined for an absent value and for other types. */
export const spanIfAny = anything.transform((value) => {
  const span = numberOf(value);
  return span !== undefined && span > 0 ? span : undefined;
});

/** True for any value other than absent and 0. */
export const flag = anything.transform((value) => !unset.has(textOf(value)?.trim().toLowerCase() ?? String(value)));

const unset: ReadonlySet<string> = new Set(["undefined", "null", "false", "", "0"]);

/** The entries that match the schema; empty if the value is no list. */
export const listOf = <T>(entry: z.ZodType<T>): z.ZodType<T[]> =>
  anything.transform((value) =>
    (Array.isArray(value) ? value : []).flatMap((answer) => {
      const { success, data } = entry.safeParse(answer);
      return success ? [data] : [];
    }),
  );

/** A record; empty for other types. */
export const record: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown()).catch({});

/**
 * An id that not every person has. A value of another type than text is a broken response, never a person without the
 * id.
 */
export const idIfAny = z
  .string()
  .nullish()
  .transform((id) => id || undefined);

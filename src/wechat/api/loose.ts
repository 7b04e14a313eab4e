/**
 * Fields that WeChat tells beside what was asked for. It is loose with them: `null` for nothing, text for numbers, a
 * field left out. None of them is worth losing an answer for. Ids, tickets and tokens are none of these.
 */
import * as z from "zod";

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

const anything = z.unknown().optional();

/** A text; undefined for nothing and for what is none. */
export const textIfAny = anything.transform(textOf);

/** A text; empty for nothing and for what is none. */
export const text = anything.transform((value) => textOf(value) ?? "");

/** A number, or a text of one; undefined for nothing and for what is none. */
export const numberIfAny = anything.transform(numberOf);

/** A number, or a text of one; 0 for nothing and for what is none. */
export const number = anything.transform((value) => numberOf(value) ?? 0);

/** A time span: a positive number, or a text of one; undefined for nothing and for what is none. */
export const spanIfAny = anything.transform((value) => {
  const span = numberOf(value);
  return span !== undefined && span > 0 ? span : undefined;
});

/** Set by anything but nothing and 0. */
export const flag = anything.transform((value) => !unset.has(textOf(value)?.trim().toLowerCase() ?? String(value)));

const unset: ReadonlySet<string> = new Set(["undefined", "null", "false", "", "0"]);

/** The entries that are what they should be; none for what is no list. */
export const listOf = <T>(entry: z.ZodType<T>): z.ZodType<T[]> =>
  anything.transform((value) =>
    (Array.isArray(value) ? value : []).flatMap((answer) => {
      const { success, data } = entry.safeParse(answer);
      return success ? [data] : [];
    }),
  );

/** A record; empty for what is none. */
export const record: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown()).catch({});

/** An id that not everybody has. What is there and no text is a broken answer, never a person without one. */
export const idIfAny = z
  .string()
  .nullish()
  .transform((id) => id || undefined);

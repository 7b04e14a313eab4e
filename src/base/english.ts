/**
 * A sentence in English for the operator, marked so that it has one in Chinese too: the commands' tables hold it by this
 * text, with `{0}`, `{1}` for the values. What it returns is the sentence as it stands.
 *
 * @example
 * english`port ${7080} is taken`; // "port 7080 is taken"; the table's key is "port {0} is taken"
 */
export const english = (parts: TemplateStringsArray, ...values: readonly unknown[]): string =>
  parts.map((part, at) => part + (at < values.length ? String(values[at]) : "")).join("");

/** How a table names a sentence: `{0}`, `{1}` where the values go. */
export const keyOf = (parts: readonly string[]): string =>
  parts.map((part, at) => part + (at < parts.length - 1 ? `{${at}}` : "")).join("");

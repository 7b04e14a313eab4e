import { createReadStream } from "node:fs";
import { nearestWord } from "../../base/nearest-word.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { type Line, readCsv } from "./csv.ts";

/** The values of a record by column, without empty ones. */
export type Fields = Readonly<Record<string, string>>;

/** A record, or why it is invalid. */
export type FileRecord = Line<Fields | { readonly problem: string }>;

/** Reads the records of a CSV file with a header line or, if its name ends in .ndjson or .jsonl, of JSON Lines. */
export async function* readRecords(file: string, columns: readonly string[]): AsyncGenerator<FileRecord> {
  const pieces = textOf(file);
  yield* /\.(ndjson|jsonl)$/i.test(file) ? ndjson(pieces, columns) : csv(pieces, columns);
}

async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for await (const bytes of createReadStream(file)) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new CommandError(say`${file} is not UTF-8. Save it as "CSV UTF-8" and try again.`);
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandError(code === "ENOENT" ? say`there is no file ${file}` : say`${file} cannot be read (${code})`);
  }
}

async function* csv(pieces: AsyncIterable<string>, columns: readonly string[]): AsyncGenerator<FileRecord> {
  let head: string[] | undefined;
  for await (const { line, value } of readCsv(pieces)) {
    if (!head) {
      head = value.map((name) => name.trim());
      const unknown = unknownNames(head, columns, "column");
      if (unknown !== undefined) throw new CommandError(unknown);
      continue;
    }
    const named = head;
    if (value.length !== named.length) {
      yield { line, value: { problem: say`has ${value.length} fields, the head line has ${named.length}` } };
      continue;
    }
    yield { line, value: filled(value.map((text, index) => [named[index] ?? "", text])) };
  }
  if (!head) throw new CommandError(say`the file is empty: it needs a head line with the columns' names`);
}

async function* ndjson(pieces: AsyncIterable<string>, columns: readonly string[]): AsyncGenerator<FileRecord> {
  let [rest, line] = ["", 0];
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) yield* parsed(text, ++line, columns);
  }
  yield* parsed(rest, line + 1, columns);
}

function* parsed(text: string, line: number, columns: readonly string[]): Generator<FileRecord> {
  const bare = text.replace(/^\ufeff/, "").trim();
  if (bare === "") return;
  const value = objectIn(bare);
  if (!value) return void (yield { line, value: { problem: say`is not a JSON object` } });
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  const odd = entries.find(([, one]) => typeof one !== "string" && typeof one !== "number");
  const unknown = unknownNames(
    entries.map(([name]) => name),
    columns,
    "field",
  );
  if (unknown !== undefined) return void (yield { line, value: { problem: unknown } });
  if (odd) return void (yield { line, value: { problem: say`${odd[0]} must be a text or a number` } });
  yield { line, value: filled(entries.map(([name, one]) => [name, String(one)])) };
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const filled = (entries: readonly (readonly [string, string])[]): Fields =>
  Object.fromEntries(entries.map(([name, text]) => [name, text.trim()]).filter(([, text]) => text !== ""));

/**
 * Reports all unknown names at once, because a table usually has several columns to rename. Returns undefined if all
 * are known.
 */
function unknownNames(
  names: readonly string[],
  columns: readonly string[],
  what: "column" | "field",
): string | undefined {
  const unknown = names.filter((name) => !columns.includes(name));
  const known = say`Known are ${columns.join(", ")}`;
  const said = unknown.map((name) => {
    const near = nearestWord(name, columns);
    return { name: name || say`without a name`, near };
  });
  const [only] = said;
  if (only === undefined) return undefined;
  if (said.length === 1)
    return `${what === "column" ? say`there is no column ${only.name}` : say`there is no field ${only.name}`}${only.near ? say`; did you mean ${only.near}?` : say`. ${known}`}`;
  const list = said.map(({ name, near }) => (near ? say`${name} (did you mean ${near}?)` : name));
  return what === "column"
    ? say`there are no columns ${list.join(", ")}. ${known}`
    : say`there are no fields ${list.join(", ")}. ${known}`;
}

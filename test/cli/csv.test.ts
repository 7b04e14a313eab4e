import fc from "fast-check";
import { expect, test } from "vitest";
import { readCsv } from "../../src/cli/people/csv.ts";

const read = async (pieces: readonly string[]) => {
  const text = async function* () {
    yield* pieces;
  };
  const records = [];
  for await (const one of readCsv(text())) records.push(one);
  return records;
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const needsQuotes = /[",\r\n]/;

/** A field's value, and how a file may write it. */
const field = fc
  .tuple(fc.string({ unit: fc.constantFrom("a", "茶", "😀", ",", '"', "\n", " ", "") }), fc.boolean())
  .map(([value, wantsQuotes]) => ({ value, text: wantsQuotes || needsQuotes.test(value) ? quoted(value) : value }));

const record = fc
  .array(field, { minLength: 1, maxLength: 4 })
  // A record with one empty field without quotes is an empty line.
  .filter((fields) => fields.map(({ text }) => text).join(",") !== "");

/** The text in pieces of this size. A piece may end anywhere. */
const inPieces = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));

test("whatever is written as CSV is read back, with the line that each record begins on", async () => {
  const file = fc.record({
    records: fc.array(record, { maxLength: 6 }),
    end: fc.constantFrom("\n", "\r\n", "\r"),
    blank: fc.nat(2),
    hasMark: fc.boolean(),
    isEnded: fc.boolean(),
    size: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ records, end, blank, hasMark, isEnded, size }) => {
      const lines = records.map((fields) =>
        fields
          .map(({ text }) => text)
          .join(",")
          .replaceAll("\n", end),
      );
      const text = (hasMark ? "\ufeff" : "") + lines.join(end.repeat(1 + blank)) + (isEnded ? end : "");
      let line = 1;
      const expected = records.map((fields) => {
        const one = { line, value: fields.map(({ value }) => value) };
        line += 1 + blank + one.value.join("").split("\n").length - 1;
        return one;
      });
      expect(await read(inPieces(text, size))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['a,b\n1,"138', "line 2: a quoted field does not end"],
  ['a\n\n"b\nc\nd', "line 3: a quoted field does not end"],
  ['a\n"b"c', "line 2: a quoted field has something outside of its quotes"],
  ['a\n"x\ny"z', "line 3: a quoted field has something outside of its quotes"],
  ['a\nb"c', "line 2: a quoted field has something outside of its quotes"],
])("%j is no CSV, and the line to look at is named", async (text, message) => {
  await expect(read([text])).rejects.toThrow(message);
});

test("nothing, and empty lines, are no records", async () => {
  for (const text of ["", "\n", "\r\n\r\n", "\ufeff"]) expect(await read([text])).toEqual([]);
});

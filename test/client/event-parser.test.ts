import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventParser, type StreamEvent } from "../../src/client/event-parser.ts";

const read = (...chunks: string[]): StreamEvent[] => {
  const parser = createEventParser();
  return chunks.flatMap((chunk) => parser.feed(chunk));
};

test("an event is its type, its data and its id", () => {
  expect(read('event: status\nid: 7\ndata: {"a":1}\n\n')).toEqual([{ type: "status", id: "7", data: '{"a":1}' }]);
});

test("data in several lines is joined, and one leading space is dropped", () => {
  expect(read("data:a\ndata:  b\ndata\n\n")).toEqual([{ type: "message", id: "", data: "a\n b\n" }]);
});

test("comments, unknown fields and events without data say nothing", () => {
  expect(read(": still here\n\nfoo: bar\n\nevent: status\n\n")).toEqual([]);
});

test("an id lasts until the next one, and one with a NUL is ignored", () => {
  expect(read("id: 1\ndata: a\n\ndata: b\n\nid: \0\ndata: c\n\n").map(({ id }) => id)).toEqual(["1", "1", "1"]);
});

test("an event that was cut off is not told", () => {
  expect(read("data: whole\n\ndata: half\n")).toHaveLength(1);
});

test("retry is a number of milliseconds or nothing", () => {
  const parser = createEventParser();
  parser.feed("retry: soon\n\n");
  expect(parser.retry()).toBeUndefined();
  parser.feed("retry: 1500\n\n");
  expect(parser.retry()).toBe(1500);
});

const field = fc.string({ unit: fc.constantFrom("a", "扫", ":", " ", "{", "😀") });
const event = fc.record({ type: field, id: field, data: fc.array(field, { minLength: 1, maxLength: 3 }) });
const newline = fc.constantFrom("\n", "\r\n", "\r");

test("whatever is sent arrives, wherever the chunks are cut and however lines end", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 4 }), newline, fc.array(fc.nat(200)), (events, end, cuts) => {
      const lines = events.flatMap(({ type, id, data }) => [
        ": comment",
        `event: ${type}`,
        `id: ${id}`,
        ...data.map((line) => `data: ${line}`),
        "",
      ]);
      // A lone carriage return at the very end may still become a CRLF, so the stream goes on.
      const stream = `${lines.map((line) => line + end).join("")}:`;
      const edges = [...new Set([0, ...cuts.filter((cut) => cut < stream.length), stream.length])].sort(
        (a, b) => a - b,
      );
      const chunks = edges.slice(1).map((edge, index) => stream.slice(edges[index], edge));
      expect(read(...chunks)).toEqual(
        events.map(({ type, id, data }) => ({ type: type || "message", id, data: data.join("\n") })),
      );
    }),
  );
});

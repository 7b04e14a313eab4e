import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventParser, type StreamEvent } from "../../src/client/event-parser.ts";

const read = (...chunks: string[]): StreamEvent[] => chunks.flatMap(createEventParser());

const nothing = { event: undefined, data: undefined, id: undefined, retry: undefined };

test("an event is its name, its data and its id", () => {
  expect(read('event: status\nid: 7\ndata: {"a":"data: 1"}\n\n')).toEqual([
    { ...nothing, event: "status", id: "7", data: '{"a":"data: 1"}' },
  ]);
});

test("one leading space is dropped, comments and other fields say nothing", () => {
  expect(read(": still here\n\ndata:  b\nfoo: bar\n\n")).toEqual([nothing, { ...nothing, data: " b" }]);
});

test("an incomplete event is not reported", () => {
  expect(read("data: whole\n\ndata: half\n")).toHaveLength(1);
});

test("a retry field is reported by itself", () => {
  expect(read("retry: 1500\n\n")).toEqual([{ ...nothing, retry: "1500" }]);
});

const field = fc.string({ unit: fc.constantFrom("a", "扫", ":", " ", "{", "😀", "\u2028") });
const event = fc.record({ event: field, id: field, data: field });
const newline = fc.constantFrom("\n", "\r\n", "\r");

test("whatever is sent arrives, wherever the chunks are cut and however lines end", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 4 }), newline, fc.array(fc.nat(200)), (events, end, cuts) => {
      const lines = events.flatMap(({ event, id, data }) => [
        ": comment",
        `event: ${event}`,
        `id: ${id}`,
        `data: ${data}`,
        "",
      ]);
      const stream = lines.map((line) => line + end).join("");
      const edges = [...new Set([0, ...cuts.filter((cut) => cut < stream.length), stream.length])].sort(
        (a, b) => a - b,
      );
      const chunks = edges.slice(1).map((edge, index) => stream.slice(edges[index], edge));
      expect(read(...chunks)).toEqual(events.map((sent) => ({ ...nothing, ...sent })));
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePushJson } from "../../../src/wechat/push/json.ts";

const read = (json: string): Record<string, string> | undefined => {
  const fields = parsePushJson(json);
  return fields && { ...fields };
};
/** Removes commas that the platform's parser refuses. Texts are unchanged. */
const lastComma = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g;
const nested = (depth: number): string => `{"A":${"[".repeat(depth)}${"]".repeat(depth)}}`;

test("strings and numbers are read as they are written", () => {
  expect(
    read('{"MsgId":24811234567890123456,"CreateTime":1714112445,"A":-1.50e+2,"B":"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u5b57"}'),
  ).toEqual({ MsgId: "24811234567890123456", CreateTime: "1714112445", A: "-1.50e+2", B: 'a"\\/\b\f\n\r\t字' });
});

test("white space may stand between, and nothing else", () => {
  expect(read(' \t\r\n{ "A" : "a" , "B" : 1 } \n')).toEqual({ A: "a", B: "1" });
  for (const odd of ["\u00a0{}", "{}\u2028", "{}\ufeff", "{}x", "{}{}", "/**/{}"]) expect(read(odd)).toBeUndefined();
  expect(read('\ufeff {"A":1}')).toEqual({ A: "1" });
});

test.each([
  "",
  "[]",
  '"a"',
  "1",
  "null",
  "{",
  "}",
  '{"A"}',
  '{"A":}',
  '{"A":1,,}',
  '{"A":[,]}',
  "{,}",
  '{"A":1 "B":2}',
  "{A:1}",
  "{'A':1}",
])("%j is no push", (json) => expect(read(json)).toBeUndefined());

test("a comma may stand after the last of a list", () => {
  expect(read('{"A":"a", "L":[1,2,], "O":{"a":1 , }, "B":2,\n}')).toEqual({ A: "a", B: "2" });
});

test.each(["01", "+1", ".5", "1.", "1e", "0x1", "NaN", "Infinity", "1_0", "--1"])(
  "the number %s is invalid",
  (number) => {
    expect(read(`{"A":${number}}`)).toBeUndefined();
  },
);

test.each(['"a', '"\\x"', '"\\u12"', '"\\"', '"a"b"', '"\0"', '"\\u0000"'])("the string %j is invalid", (string) => {
  expect(read(`{"A":${string}}`)).toBeUndefined();
});

test("control characters of people's messages pass", () => {
  expect(read('{"Content":"a\u0001\u000bb\nc"}')).toEqual({ Content: "a\u0001\u000bb\nc" });
});

test("half a surrogate pair is made whole", () => {
  expect(read('{"Content":"a\\ud83d"}')).toEqual({ Content: "a\ufffd" });
  expect(read('{"Content":"\\ud83d\\ude00"}')).toEqual({ Content: "😀" });
});

const login =
  "ToUserName FromUserName CreateTime MsgType Event EventKey Ticket Content MsgId bizmsgmenuid Encrypt".split(" ");

test.each(login)("%s may not come twice, also where its name is escaped", (name) => {
  expect(read(`{"${name}":"a","${name}":"a"}`)).toBeUndefined();
  const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}`;
  expect(read(`{"${name}":"a","${escaped}":"b"}`)).toBeUndefined();
});

test.each(login)("%s must be a string or a number", (name) => {
  for (const value of ["true", "{}", "[]", '["a"]', '{"a":1}']) expect(read(`{"${name}":${value}}`)).toBeUndefined();
});

test.each(login)("%s may be null, which is as absent, and single all the same", (name) => {
  expect(read(`{"${name}":null,"A":1}`)).toEqual({ A: "1" });
  expect(read(`{"${name}":null,"${name}":"a"}`)).toBeUndefined();
  expect(read(`{"${name}":"a","${name}":null}`)).toBeUndefined();
});

test("other children may repeat, nest and be nothing; they are skipped", () => {
  const list = '[{"TemplateId":"t","SubscribeStatusString":"accept","Event":"SCAN"},{"TemplateId":"u"}]';
  expect(read(`{"Event":"e","List":${list},"A":1,"A":2,"B":null,"C":true,"D":false,"E":{}}`)).toEqual({ Event: "e" });
});

test("what nests may nest 8 deep", () => {
  expect(read(nested(7))).toEqual({});
  expect(read(nested(8))).toBeUndefined();
});

test("a name is only a name", () => {
  const fields = parsePushJson('{"__proto__":"a","constructor":"b"}');
  expect(Object.getPrototypeOf(fields)).toBeNull();
  expect(Object.entries(fields ?? {})).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
});

test("it agrees with the platform's parser on valid JSON, and accepts nothing else", () => {
  const text = fc
    .string({ unit: "binary", maxLength: 12 })
    .filter((each) => !each.includes("\0") && each.isWellFormed());
  const value = fc.oneof(text, fc.integer(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 }));
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(text, value), { selector: ([name]) => name, maxLength: 6 }), (entries) => {
      fc.pre(entries.every(([name]) => !login.includes(name)));
      const expected = entries.flatMap(([name, each]) =>
        typeof each === "string" || typeof each === "number" ? [[name, String(each)]] : [],
      );
      const json = `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join(",")}}`;
      expect(Object.entries(parsePushJson(json) ?? {}).sort()).toEqual(expected.sort());
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\u01ae-. tfn'), maxLength: 40 }), (json) => {
      if (parsePushJson(json) !== undefined) expect(() => JSON.parse(json.replace(lastComma, "$1"))).not.toThrow();
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ["quotes", `{"A":"${'\\"'.repeat(100_000)}`],
  ["brackets", `{"A":${"[".repeat(100_000)}`],
  ["commas", `{"A":[${"1,".repeat(100_000)}`],
  ["digits", `{"A":${"1".repeat(100_000)}`],
  ["names", `{${'"a":1,'.repeat(20_000)}`],
])("100 000 %s without an end are refused at once", (_, json) => {
  const started = performance.now();
  expect(read(json)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(500);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { countryOf, maskPhone, rangeOf, readPhone } from "../../src/domain/phone.ts";

test.each([
  ["13800138000", "+8613800138000"],
  ["138 0013 8000", "+8613800138000"],
  ["138-0013-8000", "+8613800138000"],
  ["１３８００１３８０００", "+8613800138000"],
  ["+86 138 0013 8000", "+8613800138000"],
  ["008613800138000", "+8613800138000"],
  ["8613800138000", "+8613800138000"],
  ["+852 5123 4567", "+85251234567"],
  ["+1 (415) 555-2671", "+14155552671"],
  ["0085251234567", "+85251234567"],
  ["+1 415 865 2671", "+14158652671"],
])("%s is %s", (typed, phone) => {
  expect(readPhone(typed)).toBe(phone);
});

test.each([
  "",
  "1380013800",
  "138001380000",
  "12800138000",
  "+86 10 6512 3456",
  "010-65123456",
  "51234567",
  "+0 123 4567",
  "+852",
  "+1234567890123456",
  "13800138000;13900139000",
  "86138001380001",
  "8612345678",
  "１３８ 0013 800a",
])("%j is no phone number", (typed) => {
  expect(readPhone(typed)).toBeUndefined();
});

test("whatever is typed comes to E.164 or to nothing, and reading that again changes nothing", () => {
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ()-]{5,20}$/), fc.stringMatching(/^1[3-9]\d{9}$/));
  const property = fc.property(typed, (text) => {
    const phone = readPhone(text);
    if (phone === undefined) return;
    expect(phone).toMatch(/^\+[1-9]\d{6,14}$/);
    expect(readPhone(phone)).toBe(phone);
  });
  fc.assert(property, { numRuns: 500 });
});

test("a masked number does not tell the number", () => {
  expect(maskPhone("+8613800138000")).toBe("138****8000");
  expect(maskPhone("+85251234567")).toBe("+852****67");
});

test("numbers in a row have one range", () => {
  expect(rangeOf("+8613800138000")).toBe(rangeOf("+8613800139999"));
  expect(rangeOf("+8613800138000")).not.toBe(rangeOf("+8613800148000"));
});

test("a number is of the country whose code it begins with, the longest first", () => {
  expect(countryOf("+85251234567", ["86", "8", "852"])).toBe("852");
  expect(countryOf("+14155552671", ["86"])).toBeUndefined();
});

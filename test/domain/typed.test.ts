import { expect, test } from "vitest";
import { bareWord } from "../../src/domain/typed.ts";
import { asciiDigits } from "../../src/domain/typed-digits.ts";

test.each([
  ["十", "10"],
  ["十二", "12"],
  ["二十", "20"],
  ["四十二", "42"],
  ["一二三四五六", "123456"],
  ["零壹贰", "012"],
  ["٠١٩", "019"],
  ["०१९", "019"],
  ["一共 3", "一共 3"],
])("the numerals %s are %s", (typed, digits) => {
  expect(asciiDigits(typed)).toBe(digits);
});

test("a word is read without marks, and marks alone are kept without spaces", () => {
  expect(bareWord(" “登录”。 ")).toBe("登录");
  expect(bareWord(" 。 ")).toBe("。");
});

import { expect, test } from "vitest";
import { readProfile } from "../../src/domain/profile.ts";

const path = "mmopen/vi_32/Q0j4TwGTfTK/132";

test.each([
  [`http://thirdwx.qlogo.cn/${path}`, `https://thirdwx.qlogo.cn/${path}`],
  [`HTTP://wx.qlogo.cn/${path}`, `https://wx.qlogo.cn/${path}`],
  [`http://thirdwx.qlogo.cn:80/${path}`, `https://thirdwx.qlogo.cn/${path}`],
  [`//thirdwx.qlogo.cn/${path}`, `https://thirdwx.qlogo.cn/${path}`],
  [`https://thirdwx.qlogo.cn/${path}`, `https://thirdwx.qlogo.cn/${path}`],
  [`http://127.0.0.1:4100/${path}`, undefined],
  ["javascript:alert(1)", undefined],
  ["data:image/svg+xml,<svg/>", undefined],
  ["ftp://thirdwx.qlogo.cn/a", undefined],
  ["/a.png", undefined],
  ["http:", undefined],
  ["132", undefined],
  [`\u3000https://thirdwx.qlogo.cn/${path}\u3000`, `https://thirdwx.qlogo.cn/${path}`],
  [`https://a.cn/${"a".repeat(1011)}`, `https://a.cn/${"a".repeat(1011)}`],
  [`https://a.cn/${"a".repeat(1012)}`, undefined],
  ["", undefined],
])("the picture %j is kept as %j", (given, kept) => {
  expect(readProfile("小明", given).avatar).toBe(kept);
});

test.each([
  ["Hangul fillers", "\u3164\u3164"],
  ["halfwidth and Jamo fillers", "\uffa0\u115f\u1160"],
  ["a note without a head", "\u{1d159}"],
  ["blanks of hieroglyphs", "\u{13441}\u{13442}"],
  ["blanks of Braille", "\u2800 \u2800"],
  ["joiners only", "\u200d\u200c\u2060"],
  ["variation selectors", "\ufe0f\ufe0e"],
  ["a soft hyphen", "\u00ad"],
  ["tags", "\u{e0041}\u{e007f}"],
  ["wide spaces", "\u3000\u2003"],
  ["a mark without its letter", "\u0301"],
  ["nothing", ""],
])("a name of %s counts as no name", (_, name) => {
  expect(readProfile(name, undefined)).toEqual({});
});

test.each(["小明", "👨‍👩‍👧", "é", "❤️", "がんばれ", "ㅤ小ㅤ", "⠓⠊", "𝓐𝓷𝓷", ".", "हिन्दी"])("the name %j shows", (name) => {
  expect(readProfile(name, undefined)).toStrictEqual({ name });
});

test("a name has at most 64 units, with no half of a character and no space at its ends", () => {
  const nameOf = (name: string) => readProfile(name, undefined).name;
  expect(nameOf("a".repeat(64))).toBe("a".repeat(64));
  expect(nameOf("a".repeat(65))).toBe("a".repeat(64));
  expect(nameOf(`${"a".repeat(63)}👍`)).toBe("a".repeat(63));
  expect(nameOf(`${"a".repeat(63)} b`)).toBe("a".repeat(63));
  expect(nameOf("  小明 ")).toBe("小明");
  expect(nameOf(`${" ".repeat(300)}小明`)).toBe("小明");
  expect(readProfile(undefined, undefined)).toStrictEqual({});
});

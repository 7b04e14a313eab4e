import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import {
  chatCodeLength,
  deriveChatCode,
  guessesPerAddress,
  hashChatCode,
  manyChatCodes,
  readChatCode,
  spaced,
} from "../../src/domain/chat-code.ts";
import { newNumber, numberChoices } from "../../src/domain/number.ts";
import { readPairingCode } from "../../src/domain/pairing.ts";
import { readOtp } from "../../src/domain/phone-binding.ts";
import {
  deriveSentCode,
  hashSentCode,
  isNearlySentCode,
  leastSentCodeLength,
  manyLiveCodes,
  manyWrongCodes,
  readSentCode,
  sentCodeLength,
} from "../../src/domain/sent-code.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

const key = new Secret("a key of the tests, long enough for them");
const seed = { attemptId: "attempt", draw: 1, length: 6 };

/** Pearson's statistic for counts that should be equal. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The limit that a sound generator's statistic exceeds once in 100,000 times (Wilson and Hilferty's approximation). */
const bound = (freedom: number): number => freedom * (1 - 2 / (9 * freedom) + 4.3 * Math.sqrt(2 / (9 * freedom))) ** 3;

function tally(size: number, values: Iterable<number>): number[] {
  const counts = Array<number>(size).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

test("codes grow from six to eight digits with the live ones, so that one guess in 10,000 hits up to 10,000 of them", () => {
  expect([0, 100, 101, 1_000, 1_001, 10_000, 100_000].map((live) => sentCodeLength(live))).toEqual([
    6, 6, 7, 7, 8, 8, 8,
  ]);
  for (let live = 0; live <= 10_000; live++) expect(live / 10 ** sentCodeLength(live)).toBeLessThanOrEqual(1e-4);
  expect(sentCodeLength(manyLiveCodes)).toBe(sentCodeLength(1e9));
});

test("while many guess, new codes have a digit more for each ten times as many wrong ones, up to eight", () => {
  expect([0, 100, 101, 1_000, 1_001, manyWrongCodes, 1e9].map(leastSentCodeLength)).toEqual([6, 6, 7, 7, 8, 8, 8]);
  expect([1, 100, 101, 1_000].map((live) => sentCodeLength(live, 7))).toEqual([7, 7, 8, 8]);
});

test("a code follows from attempt, claim, draw, length and key, and from nothing else", () => {
  const code = deriveSentCode(key, "claim", seed);
  expect(deriveSentCode(key, "claim", { ...seed })).toBe(code);
  const others = [
    deriveSentCode(key, "another claim", seed),
    deriveSentCode(new Secret("another key of the tests, as long"), "claim", seed),
    deriveSentCode(key, "claim", { ...seed, attemptId: "another" }),
    deriveSentCode(key, "claim", { ...seed, draw: 2 }),
  ];
  expect(others).not.toContain(code);
  expect(hashSentCode(key, "wx1", code)).not.toBe(hashSentCode(key, "wx2", code));
  expect(hashSentCode(key, "wx1", code)).not.toBe(hashChatCode(key, "wx1", code));
});

test("100,000 codes are uniform in every digit and as numbers", () => {
  const codes = Array.from({ length: 100_000 }, (_, n) =>
    deriveSentCode(key, `claim ${n}`, { ...seed, attemptId: `${n}` }),
  );
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  const digits = [0, 1, 2, 3, 4, 5].map((at) =>
    chiSquare(
      tally(
        10,
        codes.map((code) => Number(code[at])),
      ),
    ),
  );
  const numbers = chiSquare(
    tally(
      1_000,
      codes.map((code) => Math.floor(Number(code) / 1_000)),
    ),
  );
  console.log(
    `chi-square of 100,000 codes: digits ${digits.map((one) => one.toFixed(1)).join(" ")} (9 degrees, at most ${bound(9).toFixed(1)}), thousands ${numbers.toFixed(0)} (999 degrees, at most ${bound(999).toFixed(0)})`,
  );
  for (const digit of digits) expect(digit).toBeLessThan(bound(9));
  expect(numbers).toBeLessThan(bound(999));
});

test("a message is a code only where it is wholly one", () => {
  expect(["123456", " 123 456 ", "123-456", "１２３４５６", "12345678", "0000000"].map(readSentCode)).toEqual([
    "123456",
    "123456",
    "123456",
    "123456",
    "12345678",
    "0000000",
  ]);
  for (const text of ["12345", "123456789", "12345a", "", "1234.56", "12,345.67", "1".repeat(1_000)]) {
    expect(readSentCode(text)).toBeUndefined();
  }
  for (const text of [
    "￥100000",
    "+123456",
    "123456元",
    "123456?",
    "50.1234%",
    "订单123456",
    "【订单】123456",
    "ID:123456",
    "1.5e5",
    "是",
    "2024年1231",
    "一千二百三十四",
    "我要一二三四五六个",
    "99",
    "+8613800138000",
  ])
    expect(readSentCode(text), text).toBeUndefined();
});

test.each([
  "【482913】",
  "验证码：482913",
  "验证码482913。",
  "我的验证码是 482913",
  "登录码: 482-913",
  "驗證碼：４８２９１３",
  "code: 482913",
  "Your code is: 482913.",
  "4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣",
  "\u200b482\u200d913\ufeff",
  "\u202a482913\u202c",
  "\u2066482 913\u2069",
  "482913。",
  "482913．",
  "「482913」",
  "“482913”",
  "(482913)",
  "《482 913》！",
  "482–913",
  "482913~",
  "482913🙏",
  "验证码：【482913】",
  "\n482913\u0000",
  "四八二九一三",
  "四八 二九 一三",
  "肆捌贰玖壹叁",
  "四八二九幺三",
  "٤٨٢٩١٣",
  "४८२९१३",
  "𝟜𝟠𝟚𝟡𝟙𝟛",
  "④⑧②⑨①③",
  "4⃣8⃣2⃣9⃣1⃣3⃣",
  "4,8,2,9,1,3",
  "4.8.2.9.1.3",
  "482，913",
  "482。913",
  "482、913",
  "482·913",
  "482\u3164913",
  "482\u2800913",
  "＜482913＞",
  "482913[微笑]",
  "[OK]482913",
  "482913/:strong",
  "[验证码]482913",
  "Code 482913",
  "code=482913",
  "PIN 482913",
  "Your login code is 482913",
  "您的登录验证码是482913",
  "你的验证码：482913",
  "登录验证码 482913",
  "登錄+482913",
  "请输入 482913",
  "回复482913",
  "是482913",
  "482913码",
  "482913 谢谢！",
  "482913呀",
  "验证码:482913 (5分钟内有效)",
  "482913（登录）",
  "482913 登陆",
  "【某某网】验证码：482913",
  "【Site】您的登录验证码是 482913。",
])("%j is the code 482913", (text) => expect(readSentCode(text)).toBe("482913"));

test("a text that looks like a code without being one is recognized", () => {
  const near = [
    "48291",
    "482913456",
    "48291O",
    "4829l3",
    "code 48291",
    "482|913",
    "四八二九一",
    "验证码 4829",
    "【48291】",
    "4️⃣8️⃣2️⃣9️⃣1️⃣",
  ];
  for (const text of near) {
    expect(readSentCode(text), text).toBeUndefined();
    expect(isNearlySentCode(text), text).toBe(true);
  }
  for (const text of [
    "482913",
    "1",
    "42",
    "1234",
    "13800138000",
    "hello",
    "2024年",
    "￥100000",
    "验证码",
    "",
    "48291?",
  ])
    expect(isNearlySentCode(text), text).toBe(false);
});

test("codes typed into the page are read without the characters around them", () => {
  for (const text of ["【abcd-2345】", "ABCD\u200b2345。", "abcd 2345.", "\u202aabcd–2345\u202c"])
    expect(readChatCode(text), text).toBe("ABCD2345");
  for (const text of [
    "登录码：ABCD-2345",
    "你的登录码：\n\nabcd-2345",
    "【某某网】登录码：ABCD-2345",
    "code: abcd 2345",
  ])
    expect(readChatCode(text), text).toBe("ABCD2345");
  expect(readChatCode("ABCD-2THX")).toBe("ABCD2THX");
  for (const text of ["验证码：482913", "您的验证码是482913。", "【某某网】验证码：482913", "code: 482913"]) {
    expect(readPairingCode(text), text).toBe("482913");
    expect(readOtp(text), text).toBe("482913");
  }
  for (const text of ["【482913】", "482 913。", "4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣", "\u200e482913"]) {
    expect(readPairingCode(text), text).toBe("482913");
    expect(readOtp(text), text).toBe("482913");
  }
});

test("whatever is typed, reading it as either kind of code does not fail", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(readSentCode(text) ?? "000000").toMatch(/^\d{6,8}$/);
      expect(readChatCode(text) ?? "ABCDEFGH").toMatch(/^[2-9A-HJ-NP-Z]{8,32}$/);
    }),
  );
});

test("codes of the chat grow, so that all guesses of an address hit at most once in a million", () => {
  for (const live of [0, 10_000, 54_974, 54_975, manyChatCodes, 1_000_000]) {
    const space = 32 ** chatCodeLength(live);
    expect((live * guessesPerAddress) / space, `${live} live`).toBeLessThanOrEqual(1e-6);
  }
  expect([0, 54_974, 54_975].map(chatCodeLength)).toEqual([8, 8, 9]);
});

test("100,000 codes of the chat are uniform over their alphabet, and read as they are shown", () => {
  const codes = Array.from({ length: 100_000 }, (_, n) =>
    deriveChatCode(key, "wx1", `m:person:${n}`, { draw: 1, length: 8 }),
  );
  const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  for (let at = 0; at < 8; at++) {
    expect(
      chiSquare(
        tally(
          32,
          codes.map((code) => alphabet.indexOf(code[at] ?? "")),
        ),
      ),
    ).toBeLessThan(bound(31));
  }
  for (const code of codes.slice(0, 100)) expect(readChatCode(` ${spaced(code).toLowerCase()}`)).toBe(code);
});

test("of three numbers one is the browser's, in no place more often than in another", () => {
  const random = createSeededRandom("numbers");
  const places: number[] = [];
  for (let prompt = 4; prompt < 40_000; prompt += 4) {
    const number = newNumber(random);
    const choices = numberChoices(key, prompt, number);
    expect(new Set(choices).size).toBe(3);
    expect(choices.every((one) => one >= 10 && one <= 99)).toBe(true);
    expect(numberChoices(key, prompt, number)).toEqual(choices);
    places.push(choices.indexOf(number));
  }
  expect(places).not.toContain(-1);
  expect(chiSquare(tally(3, places))).toBeLessThan(bound(2));
});

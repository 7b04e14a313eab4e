import { expect, test } from "vitest";
import { plainAnswer, plainAnswers } from "../../src/domain/plain-answer.ts";
import { bareWord } from "../../src/domain/typed.ts";

test("people say yes and no in words of their own", () => {
  for (const word of ["是", "是我", "好的", "ok", "👌"]) expect(plainAnswer(word, "link"), word).toBe("yes");
  for (const word of ["否", "不是我", "取消", "no", "❌"]) expect(plainAnswer(word, "link"), word).toBe("no");
  for (const word of ["", "你好", "是不是"]) expect(plainAnswer(word, "sign-in"), word).toBeUndefined();
});

test("each purpose is confirmed in its own words besides", () => {
  expect(plainAnswer("是我登录", "sign-in")).toBe("yes");
  expect(plainAnswer("是我确认", "prove")).toBe("yes");
  for (const purpose of ["link", "prove"] as const) expect(plainAnswer("是我登录", purpose)).toBeUndefined();
  for (const purpose of ["link", "sign-in"] as const) expect(plainAnswer("是我确认", purpose)).toBeUndefined();
});

test("every word is in the form in which words are compared, and answers something", () => {
  expect(plainAnswers.length).toBeGreaterThan(90);
  for (const word of plainAnswers) {
    expect(bareWord(word), word).toBe(word);
    const answers = (["sign-in", "link", "prove"] as const).map((purpose) => plainAnswer(word, purpose));
    expect(
      answers.some((answer) => answer !== undefined),
      word,
    ).toBe(true);
  }
});

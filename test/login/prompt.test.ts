import { expect, test } from "vitest";
import { languages } from "../../src/domain/language.ts";
import { createAnswerFilter, readTypedAnswer } from "../../src/login/transition/prompt.ts";
import { textsOf } from "../../src/login/transition/prompt-texts.ts";

const texts = { "zh-CN": { yes: "就是我", no: "ＮＯ" }, en: { yesProof: "Link it" } } as const;
const application = { texts };
const mayBeTyped = createAnswerFilter([application]);

test("whatever readTyped takes as an answer, to any attempt, is of an answer's shape", () => {
  const spoken = [undefined, application].flatMap((of) => languages.map((language) => textsOf(of, language)));
  const attempts = (["sign-in", "link", "prove"] as const).flatMap((purpose) => [
    { purpose },
    { purpose, number: 42 },
    { purpose, addedAt: 1 },
  ]);
  const answers = spoken.flatMap((texts) => {
    const words = [...Object.values(texts), "1", " １ ", "2", "3", "42", "４２", "07", "就是我", "NO"];
    return attempts.flatMap((attempt) => words.filter((word) => readTypedAnswer(word, texts, attempt) !== undefined));
  });
  expect(answers.filter((word) => !mayBeTyped(word))).toEqual([]);
  expect(answers.length).toBeGreaterThan(50);
});

test.each(["", "4", "123", "你好，请问今天几点开门？", "不是我吗", `1${" ".repeat(64)}`])(
  "%j answers nothing",
  (text) => expect(mayBeTyped(text)).toBe(false),
);

const ask = { purpose: "sign-in" } as const;
const chinese = textsOf(undefined, "zh-CN");

test.each([
  "1。",
  "1.",
  "１",
  "1️⃣",
  "【1】",
  "\u200b1",
  "是",
  "是。",
  "是的",
  "确认",
  "確認！",
  "是我登录",
  "是我 登录",
  "是我，登陆",
  "Yes",
  "是我，登录。",
])("%j means yes", (text) => {
  expect(readTypedAnswer(text, chinese, ask)).toBe("yes");
  expect(mayBeTyped(text)).toBe(true);
});

test.each(["2。", "2️⃣", "不是我！", "不是", "否", "拒绝", "取消。", "No", "not me."])("%j means no", (text) => {
  expect(readTypedAnswer(text, chinese, ask)).toBe("no");
  expect(mayBeTyped(text)).toBe(true);
});

test.each(["是?", "是我吗？", "1?", "11", "1.2", "-", "。", "?", "好吃", "是吧", "不是我干的", "是我，登录吗"])(
  "%j is neither",
  (text) => expect(readTypedAnswer(text, chinese, ask)).toBeUndefined(),
);

test("a requested number is read without the characters around it, and yes is no number", () => {
  for (const text of ["42。", "【42】", "4️⃣2️⃣"])
    expect(readTypedAnswer(text, chinese, { ...ask, number: 42 })).toBe("yes");
  for (const text of ["是", "1", "确认"])
    expect(readTypedAnswer(text, chinese, { ...ask, number: 42 })).toBeUndefined();
});

test("an application's word of marks alone is not every mark", () => {
  const words = { ...chinese, yes: "👌" };
  expect(readTypedAnswer("👌", words, ask)).toBe("yes");
  expect(readTypedAnswer("👎", words, ask)).toBe("no");
  for (const text of ["。", "🙏", "!"]) expect(readTypedAnswer(text, words, ask)).toBeUndefined();
});

test("each purpose is confirmed in its own words, plain or offered", () => {
  const [signIn, prove] = [ask, { purpose: "prove" } as const];
  for (const [text, of] of [
    ["是我登录", signIn],
    ["确认登录。", signIn],
    ["是我确认", prove],
  ] as const)
    for (const attempt of [signIn, prove])
      expect(readTypedAnswer(text, chinese, attempt), `${text} ${attempt.purpose}`).toBe(
        attempt === of ? "yes" : undefined,
      );
  const words = { ...chinese, yesProof: "确认", yes: "登录吧" };
  expect(readTypedAnswer("确认", words, signIn)).toBeUndefined();
  expect(readTypedAnswer("确认。", words, prove)).toBe("yes");
  expect(readTypedAnswer("是", words, signIn)).toBe("yes");
});

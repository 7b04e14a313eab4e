import { expect, it } from "vitest";
import { languages } from "../../src/domain/language.ts";
import { textsOf } from "../../src/login/context.ts";
import { createAnswerFilter, readTypedAnswer } from "../../src/login/transition/prompt.ts";

const texts = { "zh-CN": { yes: "就是我", no: "ＮＯ" }, en: { yesProof: "Link it" } } as const;
const application = { texts };
const mayBeTyped = createAnswerFilter([application]);

it("whatever readTyped takes as an answer, to any attempt, is of an answer's shape", () => {
  let answers = 0;
  for (const of of [undefined, application])
    for (const language of languages)
      for (const purpose of ["sign-in", "link", "prove"] as const)
        for (const number of [undefined, 42]) {
          const spoken = textsOf(of, language);
          for (const word of [...Object.values(spoken), "1", " １ ", "2", "42", "４２", "07", "就是我", "NO"]) {
            if (readTypedAnswer(word, spoken, { purpose, ...(number === undefined ? {} : { number }) }) === undefined)
              continue;
            answers++;
            expect(mayBeTyped(word), word).toBe(true);
          }
        }
  expect(answers).toBeGreaterThan(50);
});

it.each(["", "3", "123", "你好，请问今天几点开门？", "不是我吗", `1${" ".repeat(64)}`])("%j answers nothing", (text) =>
  expect(mayBeTyped(text)).toBe(false),
);

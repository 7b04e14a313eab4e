import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { english } from "../../mini-program/preview/english.ts";

const read = (name: string) => readFileSync(`mini-program/${name}`, "utf8");

/** The Chinese texts of the page, without their values. */
const wordsOf = (source: string): string[] => source.match(/[一-鿿][一-鿿，。：；、？！…]*/g) ?? [];

test("the preview in the simulator's phone says what the mini-program says, and all of it", () => {
  const preview = new Set(wordsOf(read("preview/page.ts")));
  const page = new Set(wordsOf(read("pages/login/login.wxml")));
  // A link beside the consent. In the simulator, WeChat's own sheet has it.
  page.delete("阅读隐私保护指引");
  expect([...preview].toSorted()).toEqual([...page].toSorted());
});

test("each sentence of the preview has its English, with the same values in it", () => {
  const said = [...read("preview/page.ts").matchAll(/say`([^`]+)`/g)].map(([, text = ""]) => {
    let at = 0;
    return text.replace(/\$\{[^}]+\}/g, () => `{${at++}}`);
  });
  expect(said.length).toBeGreaterThan(50);
  expect(Object.keys(english).toSorted()).toEqual([...new Set(said)].toSorted());
  const valuesOf = (text: string) => (text.match(/\{\d\}/g) ?? []).toSorted();
  for (const [chinese, words] of Object.entries(english)) {
    expect(valuesOf(words), words).toEqual(valuesOf(chinese));
    expect(words).not.toMatch(/[一-鿿，。：；、？！]/);
  }
});

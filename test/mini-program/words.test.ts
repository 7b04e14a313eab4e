import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (name: string) => readFileSync(`mini-program/${name}`, "utf8");

/** What people read, without what is filled in. */
const wordsOf = (source: string): string[] => source.match(/[一-鿿][一-鿿，。：；、？！…]*/g) ?? [];

test("the preview in the simulator's phone says what the mini-program says, and all of it", () => {
  const preview = new Set(wordsOf(read("preview/page.ts")));
  const page = new Set(wordsOf(read("pages/login/login.wxml")));
  // A link beside the consent, which WeChat's own sheet has in the simulator.
  page.delete("阅读隐私保护指引");
  expect([...preview].toSorted()).toEqual([...page].toSorted());
});

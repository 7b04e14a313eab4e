import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as library from "../../src/wechat/index.ts";
import { tell } from "./account.ts";

const page = readFileSync(new URL("../../docs/wechat-library.md", import.meta.url), "utf8");

test("the page of the library names everything that it exports", () => {
  expect(Object.keys(library).filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});

test("the page of the library names every call", () => {
  const calls = Object.entries(tell({}).api).flatMap(([family, members]) =>
    typeof members === "function" ? [`${family}(`] : Object.keys(members).map((name) => `${family}.${name}(`),
  );
  expect(calls.length).toBeGreaterThan(40);
  expect(calls.filter((call) => !page.includes(call))).toEqual([]);
});

import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bothWays, outOfOrder, signaturesOf } from "./parameters.ts";

const signatures = globSync("src/**/*.{ts,tsx}").flatMap((path) => signaturesOf(path, readFileSync(path, "utf8")));

test("positional parameters stand in the order of CONTRIBUTING.md", () => {
  expect(signatures.length).toBeGreaterThan(1_000);
  expect(outOfOrder(signatures)).toEqual([]);
});

test("two types stand in the same order in all signatures", () => {
  expect(bothWays(signatures)).toEqual([]);
});

const written = (text: string) => signaturesOf("a.ts", text);

test.each([
  ["function f(source: Source, stores: Stores) {}", "f(Source, Stores)"],
  ["const f = ({ id }: Pick<Attempt, 'id'>, { log }: LoginContext) => id;", "f(Attempt, LoginContext)"],
  ["interface F { f(openId: string, appid: string): void }", "f(openId, appid)"],
  ["type F = (now: number, stores: Stores | undefined) => void;", "F(now, Stores)"],
  ["const o = { f: async (push: Push, attempt: Attempt = none) => {} };", "f(Push, Attempt)"],
])("%s is out of order", (text, found) => {
  expect(outOfOrder(written(text))).toEqual([`a.ts:1 ${found}`]);
});

test("a type outside the order may be at any position", () => {
  expect(outOfOrder(written("function f(id: string, stores: Stores, text: string, push: Push) {}"))).toEqual([]);
});

test("the rarer order of two types is found", () => {
  const text = [
    "function a(one: Red, other: Blue) {}",
    "function b(one: Red, text: string, other: Blue) {}",
    "function c(other: Blue, one: Red) {}",
  ].join("\n");
  expect(bothWays(written(text))).toEqual(["a.ts:3 c: (Blue, Red), elsewhere (Red, Blue)"]);
});

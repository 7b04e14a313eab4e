import { expect, test } from "vitest";
import { createLog } from "../../src/server/log.ts";
import { peopleLines } from "../../src/server/people-lines.ts";

function said(fields: Record<string, unknown>, message: string, colour = false): string {
  const lines: string[] = [];
  const to = peopleLines({ write: (line) => void lines.push(line), flush: () => {} }, { colour });
  createLog({ to }).info(fields, message);
  return lines.join("");
}

test("a line for people is time, level, what happened, and the fields", () => {
  const line = said({ application: "shop", outcome: "redeemed", seconds: 4.2 }, "a sign-in ended: signed in");
  expect(line).toMatch(
    /^\d\d:\d\d:\d\d INFO {2}a sign-in ended: signed in application=shop outcome=redeemed seconds=4\.2\n$/,
  );
});

test("texts with blanks are quoted, and what holds more is JSON", () => {
  expect(said({ why: "no such key", of: { a: [1] } }, "a step")).toContain(`why="no such key" of={"a":[1]}`);
});

test("an error's stack is below the line, with its other fields", () => {
  const line = said({ err: Object.assign(new Error("the disk is full"), { code: "ENOSPC" }) }, "a step failed");
  expect(line).toMatch(/a step failed\n {4}Error: the disk is full\n {4} {4}at /);
  expect(line).toContain("code: 'ENOSPC'");
});

test("colours are for terminals that want them", () => {
  expect(said({}, "a step", true)).toContain("\u001b[32mINFO \u001b[39m");
  expect(said({}, "a step")).not.toContain("\u001b");
});

// A terminal executes control characters: a user's text could clear the screen, or fake the line of another event.
test.each([
  ["an escape sequence", "\u001b[2Jgone"],
  ["a new line", "one\n00:00:00 ERROR two"],
  ["C1's own escape", "\u009b2Jgone"],
  ["a turn of direction", "a\u202eb"],
])("%s in a field or a message stays text", (_, text) => {
  for (const line of [said({ name: text }, "a step"), said({}, text)]) {
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u202e]/u);
  }
});

test("people and secrets are hidden for people at a terminal, too", () => {
  const line = said({ openid: "oABCDE0123456789abcdefghijkl", token: "canary" }, "a step");
  expect(line).toContain("openid=oABCDE…ijkl token=[secret]");
});

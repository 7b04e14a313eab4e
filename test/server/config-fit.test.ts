import { expect, test } from "vitest";
import { channels } from "../../src/login/channels/registry.ts";
import type { Source } from "../../src/login/context.ts";
import { channelsOfKind } from "../../src/server/config/channels.ts";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { appid, good, withApplication, withSource } from "./options.ts";

function problems(options: unknown): string[] {
  try {
    parseConfig(options, {});
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}
const warnings = (options: unknown): readonly string[] => parseConfig(options, {}).warnings;

test("a channel that none of an application's sources supports is an error", () => {
  expect(problems(withApplication({ channels: ["official-account-qr", "open-platform"] }))).toEqual([
    "applications[0].channels[1] is not supported by its sources. They can official-account-qr, official-account-code, in-wechat: write one of these, or add a source.",
  ]);
  expect(problems(withApplication({ channels: ["official-account-qr"] }))).toEqual([]);
});

test("a source without sign-in inside WeChat has no such channel", () => {
  const options = withSource({ inWechat: false });
  const applications = [{ id: "tea", name: "Tea", channels: ["in-wechat"] }];
  expect(problems({ ...options, applications })).toEqual([
    expect.stringContaining("applications[0].channels[0] is not supported"),
  ]);
});

// The configuration's table and the channels' own rules must agree.
test.each(Object.entries(channelsOfKind))("a %s has just the channels that suit it", (kind, names) => {
  const own = kind === "mini-program" ? { miniProgram: {} } : {};
  const source = { kind, name: "Tea", inWechat: true, ...own } as Source;
  const suiting = Object.entries(channels).filter(([, rules]) => rules.suits(source) !== undefined);
  expect(suiting.map(([name]) => name).sort()).toEqual([...names].sort());
});

test("a keyword that asks for a code is never answered otherwise, which is said", () => {
  const replies = { keywords: [{ words: ["Login ", "茶单"], reply: { type: "text", text: "x" } }] };
  expect(warnings(withSource({ replies }))).toContainEqual(
    expect.stringContaining(`${appid} never answers Login as replies.keywords says`),
  );
  expect(warnings(withSource({ replies, codeKeywords: [] })).join()).not.toContain("never answers");
});

test("an origin on a port that WeChat does not call is said", () => {
  expect(warnings({ ...good, origin: "https://login.tea.example:8443" })).toContainEqual(
    expect.stringContaining("port 8443"),
  );
  expect(warnings(good).join()).not.toContain("443");
});

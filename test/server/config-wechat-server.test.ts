import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { appid, good, source as plainSource, without } from "./options.ts";

const token = "5f3c9a1e7b2d4086af51c3e97d2b6048";
const source = { ...plainSource, token: "teahouse2026teahouse" };
const wechatServer = { source: appid, token };
const twin = { ...source, appid: "wxfedcba9876543210" };

type Environment = Record<string, string>;

function problems(options: object, environment: Environment = {}): string[] {
  try {
    parseConfig({ ...good, sources: [source], ...options }, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

const applications = (...settings: object[]) => ({
  sources: [source, twin],
  applications: settings.map((setting, index) => ({
    id: `tea-${index}`,
    name: "Tea",
    wechatServer: { token: `${index}${token}`, ...setting },
  })),
});

test("nothing is kept of a token but its hash", () => {
  const config = parseConfig(
    { ...good, sources: [source], applications: [{ id: "tea", name: "Tea", wechatServer }] },
    {},
  );
  const tokenHashes = [createHash("sha256").update(token).digest("hex")];
  expect(config.applications[0]?.wechatServer).toEqual({
    source: appid,
    atRoot: false,
    accessToken: false,
    tokenHashes,
  });
  expect(JSON.stringify(config)).not.toContain(token);
});

test("the token comes from a variable with the application's name", () => {
  const application = { id: "tea-house", name: "Tea", wechatServer: { source: appid } };
  const environment = { SAOMA_TEA_HOUSE_WECHAT_SERVER_TOKEN: token };
  expect(problems({ applications: [application] }, environment)).toEqual([]);
  expect(problems({ applications: [application] })).toEqual([
    expect.stringMatching(
      /^applications\[0\]\.wechatServer\.token is missing\. Set SAOMA_TEA_HOUSE_WECHAT_SERVER_TOKEN/,
    ),
  ]);
});

test.each([
  ["short", "must have at least 32 characters"],
  ["令".repeat(32), "must be printable ASCII"],
  ["sha256:abc", "must be sha256: and 64"],
  [[token, `1${token}`, `2${token}`].join(" "), "must be one token, or two"],
])("the token %s is refused", (bad, why) => {
  const [problem, ...others] = problems(applications({ source: appid, token: bad }));
  expect(problem).toContain(`applications[0].wechatServer.token ${why}`);
  expect(others).toEqual([]);
});

test.each([
  [{ terms: [{ title: "服务条款", url: "https://tea.example/terms", version: "1" }] }, "cannot ask for `terms`"],
  [{ newcomers: "refuse" }, "cannot apply `newcomers`: refuse"],
  [{ newcomers: "bind-phone" }, "cannot apply `newcomers`: bind-phone"],
])("settings that such a site cannot ask of its people are refused: %o", (policy, why) => {
  const application = { id: "tea", name: "Tea", wechatServer, ...policy };
  expect(problems({ applications: [application] })).toContainEqual(
    expect.stringContaining(`applications[0].wechatServer ${why}`),
  );
});

test("two applications cannot both have 验证码 on one source, the root, or one token", () => {
  expect(problems(applications({ source: appid }, { source: twin.appid }))).toEqual([]);
  expect(problems(applications({ source: appid }, { source: appid }))).toEqual([
    expect.stringContaining(
      "applications[1].wechatServer.source answers 验证码 already, for applications[0].wechatServer",
    ),
  ]);
  expect(problems(applications({ source: appid, atRoot: true }, { source: twin.appid, atRoot: true }))).toEqual([
    expect.stringContaining("applications[1].wechatServer.atRoot is that of applications[0].wechatServer too"),
  ]);
  const hash = `sha256:${createHash("sha256").update(token).digest("hex")}`;
  expect(problems(applications({ source: appid, token }, { source: twin.appid, token: `1${token} ${hash}` }))).toEqual([
    expect.stringContaining("applications[1].wechatServer.token is that of applications[0].wechatServer too"),
  ]);
});

const reply = { type: "text", text: "x" };
test.each([
  ["codeKeywords[1]", { codeKeywords: ["登录", "【验证码】"] }],
  ["replies.keywords[0].words[1]", { replies: { keywords: [{ words: ["a", "验证码"], reply }] } }],
  ["replies.keywords[0].words[0]", { replies: { keywords: [{ words: ["验证"], match: "contains", reply }] } }],
])("%s that answers 验证码, too, is refused", (path, change) => {
  const options = { sources: [{ ...source, ...change }], applications: [{ id: "tea", name: "Tea", wechatServer }] };
  expect(problems(options)).toEqual([
    `sources[0].${path} answers 验证码, and so does applications[0].wechatServer. Remove one of them.`,
  ]);
});

test("other words of a source stay as they are", () => {
  const replies = {
    keywords: [
      { words: ["验证", "验证码是什么"], reply },
      { words: ["码头"], match: "contains", reply },
    ],
  };
  const options = { sources: [{ ...source, replies }], applications: [{ id: "tea", name: "Tea", wechatServer }] };
  expect(problems(options)).toEqual([]);
});

test("the source has a chat, a Token that cannot be guessed, and an AppSecret if it provides its access token", () => {
  const one = (change: object, setting: object = {}) =>
    problems({
      sources: [{ ...source, ...change }],
      applications: [{ id: "tea", name: "Tea", wechatServer: { ...wechatServer, ...setting } }],
    });
  const noChat = expect.stringContaining("applications[0].wechatServer.source must be the appid of a 公众号");
  expect(one({ kind: "website" })).toEqual([noChat]);
  expect(one({ appid: twin.appid })).toEqual([noChat]);
  expect(one({ token: "fifteen15fifteen".slice(0, 15) })).toEqual([
    expect.stringContaining(
      "sources[0].token must have at least 16 characters where applications[0].wechatServer is set",
    ),
  ]);
  const subscription = { ...without(source, "secret"), kind: "subscription" };
  const of = (setting: object) =>
    problems({
      sources: [subscription],
      applications: [{ id: "tea", name: "Tea", wechatServer: { ...wechatServer, ...setting } }],
    });
  expect(of({})).toEqual([]);
  expect(of({ accessToken: true })).toEqual([expect.stringContaining("sources[0].secret is missing")]);
});

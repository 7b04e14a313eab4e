import { expect, test } from "vitest";
import { defineConfig } from "../../src/server/config/config.ts";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { appid, application, good, source, withApplication, without, withSource } from "./options.ts";

function problems(options: unknown): string[] {
  try {
    parseConfig(options, {});
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

const longToken = "teahouse2026teahouse2026";

test("good options give a configuration with every default", () => {
  const config = parseConfig(defineConfig(good), {});
  expect(config).toMatchObject({
    origin: "https://login.tea.example",
    trustedProxies: [],
    session: { lifetime: 30 * 86_400_000 },
    limits: {
      attemptsPerAddress: { times: 120, per: 60_000 },
      attemptsPerAddressLong: { times: 1_200, per: 3_600_000 },
      pushesPerPerson: { times: 60, per: 60_000 },
      waitingPerAddress: 2_000,
    },
    sources: [{ appid, mode: "safe", unfollow: "keep", replies: { keywords: [] }, origins: {} }],
    applications: [
      {
        origins: ["https://login.tea.example"],
        sources: [appid],
        policy: { confirm: "new-browser", newcomers: "create" },
        language: "auto",
        texts: {},
      },
    ],
    warnings: [expect.stringContaining("trustedProxies")],
  });
});

test("no printed configuration shows a secret", () => {
  const printed = JSON.stringify(parseConfig(good, {}));
  for (const secret of [good.secret, source.secret, source.token, source.aesKey]) expect(printed).not.toContain(secret);
});

test("http is fine on loopback", () => {
  expect(problems({ ...good, origin: "http://127.0.0.1:7080" })).toEqual([]);
  expect(problems({ ...good, origin: "http://localhost:7080" })).toEqual([]);
  expect(problems({ ...good, origin: "http://[::1]:7080" })).toEqual([]);
});

test("plaintext mode asked for by name starts, with a warning", () => {
  const { warnings, sources } = parseConfig(without(withSource({ mode: "plain", token: longToken }), "aesKey"), {});
  expect(warnings).toContainEqual(expect.stringContaining(`the pushes of ${appid}`));
  expect(sources[0]?.aesKey).toBeUndefined();
});

test("a personal account needs no AppSecret", () => {
  expect(problems({ ...good, sources: [without({ ...source, kind: "subscription" }, "secret")] })).toEqual([]);
});

test("a test account may use safe mode at a simulator only", () => {
  const origins = { api: "http://127.0.0.1:7090" };
  expect(problems(withSource({ kind: "test", mode: "safe", origins }))).toEqual([]);
  expect(problems(withSource({ kind: "test", mode: "plain", token: longToken }))).toEqual([]);
  expect(problems(withSource({ kind: "test", mode: "safe" }))).toEqual([
    expect.stringMatching(/^sources\[0\]\.mode must be "plain"/),
  ]);
});

test("an option set to undefined is left out", () => {
  expect(problems({ ...good, session: undefined, trustedProxies: undefined })).toEqual([]);
});

test("times are written as people say them", () => {
  const lifetime = (value: unknown) => parseConfig({ ...good, session: { lifetime: value } }, {}).session.lifetime;
  expect(["365d", "12h", "5m", "90s", 3_600_000].map(lifetime)).toEqual([
    365 * 86_400_000,
    12 * 3_600_000,
    300_000,
    90_000,
    3_600_000,
  ]);
});

const repeated = "a".repeat(40);
const card = { title: "Tea", url: "https://tea.example" };

test.each([
  ["no object", "saoma", " must be an object"],
  ["no origin", without(good, "origin"), "origin is missing"],
  ["an http origin", { ...good, origin: "http://login.tea.example" }, "origin must be https"],
  [
    "an http origin that looks like loopback",
    { ...good, origin: "http://127.0.0.1.tea.example" },
    "origin must be https",
  ],
  ["an origin with a path", { ...good, origin: "https://tea.example/login" }, "origin must be an origin alone"],
  ["an origin with a slash", { ...good, origin: "https://tea.example/" }, "origin must be an origin alone"],
  ["an origin with a user", { ...good, origin: "https://me@tea.example" }, "origin must be an origin alone"],
  ["an origin that is none", { ...good, origin: "tea.example" }, "origin must be an origin."],
  ["no secret", without(good, "secret"), "secret is missing"],
  ["an empty secret", { ...good, secret: "" }, "secret must have at least 32 characters"],
  ["a short secret", { ...good, secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3J" }, "secret must have at least 32 characters"],
  ["a default secret", { ...good, secret: "please-change-me-please-change-me" }, "secret must not be an example's"],
  ["one repeated character", { ...good, secret: repeated }, "secret must be random"],
  ["no database", without(good, "database"), "database is missing"],
  ["an empty database path", { ...good, database: { path: "" } }, "database.path must have at least 1 character"],
  ["a proxy that is no address", { ...good, trustedProxies: ["proxy.local"] }, "trustedProxies[0] must be an IP"],
  ["a range too wide to write", { ...good, trustedProxies: ["10.0.0.0/33"] }, "trustedProxies[0] must be an IP"],
  ["everybody as a proxy", { ...good, trustedProxies: ["0.0.0.0/0"] }, "trustedProxies[0] must not be everybody"],
  ["no sources", { ...good, sources: [] }, "sources must have at least 1 entries"],
  [
    "another kind",
    withSource({ kind: "servce" }),
    'sources[0].kind must be "service", "subscription", "test", "mini-program" or "website". Did you mean "service"?',
  ],
  ["a bad appid", withSource({ appid: "gh_0123456789ab" }), "sources[0].appid must be wx and 16"],
  ["no AppSecret", { ...good, sources: [without(source, "secret")] }, "sources[0].secret is missing"],
  ["no Token", { ...good, sources: [without(source, "token")] }, "sources[0].token is missing"],
  ["a short Token", withSource({ token: "ab" }), "sources[0].token must be 3 to 32 letters and digits"],
  [
    "safe mode without a key",
    { ...good, sources: [without(source, "aesKey")] },
    "sources[0].aesKey is missing, and safe mode",
  ],
  [
    "compatible mode without a key",
    { ...good, sources: [without({ ...source, mode: "compatible" }, "aesKey")] },
    "sources[0].aesKey is missing, and compatible mode",
  ],
  ["a key of 42", withSource({ aesKey: source.aesKey?.slice(1) }), "sources[0].aesKey must be exactly 43"],
  ["a doubled appid", { ...good, sources: [source, source] }, "sources[1].appid is that of sources[0] too"],
  ["an IP list that is none", withSource({ ipList: ["101.226.0.0/16", "x"] }), "sources[0].ipList[1] must be an IP"],
  [
    "WeChat over http",
    withSource({ origins: { api: "http://api.tea.example" } }),
    "sources[0].origins.api must be https",
  ],
  [
    "a reply of another type",
    withSource({ replies: { follow: { type: "image", mediaId: "1" } } }),
    'sources[0].replies.follow.type must be "text", "news" or "human-service"',
  ],
  [
    "a reply too long for WeChat",
    withSource({ replies: { other: { type: "text", text: "茶".repeat(683) } } }),
    "sources[0].replies.other.text must have at most 2048 bytes",
  ],
  [
    "nine articles",
    withSource({ replies: { other: { type: "news", articles: Array.from({ length: 9 }, () => card) } } }),
    "sources[0].replies.other.articles must have at most 8 entries",
  ],
  ["no applications", { ...good, applications: [] }, "applications must have at least 1 entries"],
  [
    "a doubled application",
    { ...good, applications: [application, application] },
    "applications[1].id is that of applications[0] too",
  ],
  [
    "two applications by default",
    {
      ...good,
      applications: [
        { ...application, default: true },
        { ...application, id: "other", default: true },
      ],
    },
    "applications[1].default is that of applications[0] too",
  ],
  ["an http page", withApplication({ origins: ["http://tea.example"] }), "applications[0].origins[0] must be https"],
  [
    "a wildcard",
    withApplication({ origins: ["https://*.tea.example"] }),
    "applications[0].origins[0] must be one origin",
  ],
  [
    "an unknown source",
    withApplication({ sources: ["wxffffffffffffffff"] }),
    "applications[0].sources[0] must be the appid of one of",
  ],
  [
    "an unknown text",
    withApplication({ texts: { en: { asks: "?" } } }),
    "applications[0].texts.en.asks is an unknown option. Did you mean ask?",
  ],
  [
    "an unknown placeholder",
    withApplication({ texts: { en: { ask: "{nmae}" } } }),
    "applications[0].texts.en.ask must not contain {nmae}",
  ],
  [
    "a session of ten years",
    { ...good, session: { lifetime: "3650d" } },
    "session.lifetime must be a time from 1m to 365d",
  ],
  [
    "a session of words",
    { ...good, session: { lifetime: "a month" } },
    "session.lifetime must be a time from 1m to 365d",
  ],
  [
    "a limit of nothing",
    { ...good, limits: { pushesPerPerson: { times: 0, per: "1m" } } },
    "limits.pushesPerPerson.times must be at least 1",
  ],
])("%s is refused", (_, options, expected) => {
  expect(problems(options)).toEqual([expect.stringContaining(expected)]);
  expect(problems(options)[0]?.startsWith(expected)).toBe(true);
});

test("a misspelt option is refused with the option that was probably meant", () => {
  expect(problems({ ...good, orgin: "https://login.tea.example" })).toEqual([
    "orgin is an unknown option. Did you mean origin?",
  ]);
  expect(problems(withSource({ apid: appid }))).toEqual(["sources[0].apid is an unknown option. Did you mean appid?"]);
});

test("an option from nowhere is refused with what there is", () => {
  expect(problems({ ...good, session: { cookies: true } })).toEqual([
    "session.cookies is an unknown option. Use one of lifetime, freshFor.",
  ]);
});

test("every problem is reported at once, of whatever kind", () => {
  const options = {
    ...without(good, "secret"),
    origin: "http://login.tea.example",
    proxies: [],
    sources: [source, { ...source, tokn: "x" }],
  };
  expect(problems(options).map((problem) => problem.split(" ")[0])).toEqual(
    expect.arrayContaining(["origin", "proxies", "sources[1].tokn", "secret", "sources[1].appid"]),
  );
  expect(problems(options)).toHaveLength(5);
});

test("no problem repeats the secret it is about", () => {
  const secret = "short-but-still-nobodys-business";
  expect(problems({ ...good, secret: secret.slice(0, 31) }).join()).not.toContain("nobodys");
  expect(problems(withSource({ token: "not+a+token" })).join()).not.toContain("not+a+token");
});

test("a refused configuration is the operator's error, and says so in one text", () => {
  expect(() => parseConfig({ ...good, orgin: 1 }, {})).toThrow(TypeError);
  expect(() => parseConfig({ ...good, orgin: 1 }, {})).toThrow(/cannot be used:\n {2}orgin is an unknown option/);
});

const website = { kind: "website", appid, name: "Tea House", secret: source.secret, platform: "tea" };

test("a website needs its AppSecret and nothing of a chat's", () => {
  expect(problems({ ...good, sources: [website] })).toEqual([]);
  expect(problems({ ...good, sources: [without(website, "secret")] })).toEqual([
    expect.stringMatching(/^sources\[0\]\.secret is missing.*SAOMA_WX0123456789ABCDEF_SECRET/),
  ]);
  const chatty = { ...website, unfollow: "keep", scope: "snsapi_base", code: {} };
  expect(problems({ ...good, sources: [chatty] }).map((problem) => problem.split(" ")[0])).toEqual([
    "sources[0].unfollow",
    "sources[0].scope",
    "sources[0].code",
  ]);
});

test("a website has pushes where it has a Token: with an EncodingAESKey, in XML or JSON", () => {
  const { token, aesKey } = source;
  for (const more of [{}, { format: "json" }, { format: "xml", mode: "compatible" }, { ipList: ["203.0.113.7"] }])
    expect(problems({ ...good, sources: [{ ...website, token, aesKey, ...more }] })).toEqual([]);
  expect(problems({ ...good, sources: [{ ...website, token: "aTokenOf16AndMore0", mode: "plain" }] })).toEqual([]);
  expect(problems({ ...good, sources: [{ ...website, token }] })).toEqual([
    expect.stringMatching(/^sources\[0\]\.aesKey is missing/),
  ]);
  expect(problems({ ...good, sources: [{ ...website, aesKey }] })).toEqual([
    expect.stringMatching(/^sources\[0\]\.token is missing/),
  ]);
  const environment = { SAOMA_WX0123456789ABCDEF_TOKEN: token, SAOMA_WX0123456789ABCDEF_AES_KEY: aesKey };
  expect(parseConfig({ ...good, sources: [website] }, environment).sources[0]?.token.reveal()).toBe(token);
});

const miniProgram = { kind: "mini-program", appid, name: "Tea House", secret: source.secret };

test("a mini-program needs its AppSecret, and a Token only for pushes", () => {
  expect(problems({ ...good, sources: [miniProgram] })).toEqual([]);
  expect(parseConfig({ ...good, sources: [miniProgram] }, {}).sources[0]).toMatchObject({
    code: { api: "unlimited", page: "pages/login/login", envVersion: "release" },
  });
  expect(problems({ ...good, sources: [{ ...miniProgram, token: source.token }] })).toEqual([
    expect.stringMatching(/^sources\[0\]\.aesKey is missing/),
  ]);
  const pushed = { ...miniProgram, token: source.token, aesKey: source.aesKey, format: "json" };
  expect(problems({ ...good, sources: [pushed] })).toEqual([]);
});

test("a mini-program has a code and no followers; an official account has no such code", () => {
  const followed = { ...miniProgram, scope: "snsapi_base", codeKeywords: ["a"], code: { page: "/pages/login" } };
  expect(problems({ ...good, sources: [followed] }).map((problem) => problem.split(" ")[0])).toEqual([
    "sources[0].code.page",
    "sources[0].scope",
    "sources[0].codeKeywords",
  ]);
  expect(problems(withSource({ code: {} }))).toEqual([
    'sources[0].code is not supported for kind "service". Remove it.',
  ]);
});

test("codes that are used up for good get a warning", () => {
  const counted = { ...miniProgram, code: { api: "round" } };
  expect(parseConfig({ ...good, sources: [counted] }, {}).warnings).toContainEqual(expect.stringContaining("100,000"));
});

test("WeChat's domain files are named and filled as WeChat gave them", () => {
  expect(parseConfig({ ...good, mpVerify: { "MP_verify_a1B2.txt": "a1B2" } }, {}).mpVerify).toEqual({
    "MP_verify_a1B2.txt": "a1B2",
  });
  for (const mpVerify of [{ "../x.txt": "a" }, { "MP_verify_a1.txt": "two\nlines" }, { "MP_verify_a1.html": "a" }])
    expect(problems({ ...good, mpVerify })).toHaveLength(1);
});

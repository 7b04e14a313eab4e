import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good, withApplication } from "./options.ts";

const secret = "Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yA";
const redirectUris = ["https://app.example.net/callback"];

function problems(options: object, environment: Record<string, string> = {}): string[] {
  try {
    parseConfig(options, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

const client = (openid: object) => withApplication({ openid: { redirectUris, secret, ...openid } });

test("only the hash of a client's secret is kept, and e-mail is a placeholder that nobody can own", () => {
  const config = parseConfig(client({}), {});
  expect(config.applications[0]?.openid).toEqual({
    redirectUris,
    username: "wechat-",
    logoutUris: [],
    wechat: [],
    allowPrivate: false,
    backchannelLogoutSub: false,
    refresh: false,
    emailDomain: "wechat.invalid",
    secretHashes: [createHash("sha256").update(secret).digest("hex")],
  });
  expect(JSON.stringify(config)).not.toContain(secret);
  expect(parseConfig(client({ email: "none" }), {}).applications[0]?.openid?.emailDomain).toBeUndefined();
});

test.each(["gmail.com", "qq.com", "vip.163.com", "login.outlook.com", "wechat.com"])(
  "placeholders at %s, where strangers have addresses, are refused",
  (emailDomain) => {
    expect(problems(client({ emailDomain }))).toEqual([
      expect.stringContaining(
        "openid.emailDomain is a public mail service, where placeholders may be the addresses of",
      ),
    ]);
  },
);

const warned = (openid: object): boolean =>
  parseConfig(client(openid), {}).warnings.some((warning) =>
    warning.includes("whoever owns that domain gets the mail"),
  );

test.each([
  ["mail.another.net", true],
  ["notexample.net", true],
  ["qq.com.another.net", true],
  ["another.com.cn", true],
  ["app.example.net", false],
  ["wechat.example.net", false],
  ["example.net", false],
  ["wechat.invalid", false],
  ["example.com", false],
])("of placeholders at %s the operator is warned: %s", (emailDomain, isWarned) => {
  expect(warned({ emailDomain, redirectUris: [...redirectUris, "https://app.tea.com.cn/callback"] })).toBe(isWarned);
  expect(warned({ emailDomain, email: "none" })).toBe(false);
});

test("the secret comes from a variable with the application's name; without one the client is public", () => {
  const application = { id: "tea-house", name: "Tea", openid: { redirectUris } };
  const options = { ...good, applications: [application] };
  const of = (environment: Record<string, string>) => parseConfig(options, environment).applications[0]?.openid;
  expect(of({ SAOMA_TEA_HOUSE_CLIENT_SECRET: `${secret} 1${secret}` })?.secretHashes).toHaveLength(2);
  expect(of({})?.secretHashes).toEqual([]);
  expect(() => of({ SAOMA_TEA_HOUSE_CLIENT_SECRET: "" })).toThrow("openid.secret is empty. Set it, or leave out");
});

test.each([
  ["http://app.example.net/callback", "must be https"],
  ["https://*.example.net/callback", "must be one whole address"],
  ["https://app.example.net/callback#x", "must have no fragment"],
  ["https://a:b@app.example.net/callback", "must have no name or password"],
  ["app.example.net/callback", "must be an address"],
  ["javascript:alert(1)", "must be an address"],
])("the address %s is refused, for coming back and for after the sign-out", (address, why) => {
  expect(problems(client({ redirectUris: [address] }))).toEqual([
    expect.stringContaining(`applications[0].openid.redirectUris[0] ${why}`),
  ]);
  expect(problems(client({ logoutUris: [address] }))).toEqual([
    expect.stringContaining(`applications[0].openid.logoutUris[0] ${why}`),
  ]);
});

test("http is for loopback", () => {
  expect(problems(client({ redirectUris: ["http://127.0.0.1:3000/callback", "http://localhost:3000/cb"] }))).toEqual(
    [],
  );
});

test.each([
  ["short", "must have at least 32"],
  [`${secret}/+`, "must be letters and digits"],
  [[secret, `1${secret}`, `2${secret}`].join(" "), "must be one secret, or two"],
])("the secret %s is refused", (bad, why) => {
  expect(problems(client({ secret: bad }))).toEqual([expect.stringContaining(`applications[0].openid.secret ${why}`)]);
});

test("two applications cannot have one secret", () => {
  const applications = ["tea", "tea-house"].map((id) => ({ id, name: "Tea", openid: { redirectUris, secret } }));
  expect(problems({ ...good, applications })).toEqual([
    expect.stringContaining("applications[1].openid.secret is that of applications[0].openid.secret too"),
  ]);
});

test.each([
  ["https://10.0.0.8/logout", "is a private address"],
  ["https://[fd00::8]/logout", "is a private address"],
  ["http://127.0.0.1:3000/logout", "is a private address"],
  ["http://app.example.net/logout", "must be https"],
  ["https://a:b@app.example.net/logout", "must have no name or password"],
  ["ftp://app.example.net/logout", "must be an address"],
])("no back-channel logout goes to %s unasked", (backchannelLogout, why) => {
  expect(problems(client({ backchannelLogout }))).toEqual([
    expect.stringContaining(`applications[0].openid.backchannelLogout ${why}`),
  ]);
});

test.each(["http://app:3000/logout", "http://10.0.0.8/logout", "https://app.example.net/logout"])(
  "with `allowPrivate` back-channel logouts go to %s",
  (backchannelLogout) => {
    const { applications } = parseConfig(client({ backchannelLogout, allowPrivate: true }), {});
    expect(applications[0]?.openid).toMatchObject({ backchannelLogout, allowPrivate: true });
  },
);

import { expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good, withApplication } from "./options.ts";

const secret = "pV7kW2xN9qB4tL6sZ1cR8mJ3hF5dG0yA";
const aliyun = { kind: "aliyun", accessKeyId: "LTAI", signName: "青禾", templateCode: "SMS_1" };
const tencent = { kind: "tencent", secretId: "AKID", appId: "1400006666", signName: "青禾", templateId: "1" };
const https = { kind: "https", url: "https://sms.tea.example/send" };

const withSms = (sender: object, more: object = {}) => ({ ...good, sms: { sender, ...more } });

function problems(options: unknown, environment: Record<string, string> = {}): string[] {
  try {
    parseConfig(options, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

test.each([aliyun, tencent, https])("$kind sends SMS, with its secret from the environment", (sender) => {
  expect(problems(withSms(sender), { SAOMA_SMS_SECRET: secret })).toEqual([]);
  expect(problems(withSms({ ...sender, secret }))).toEqual([]);
  expect(problems(withSms(sender))).toEqual([expect.stringMatching(/^sms\.sender\.secret is missing\. Set SAOMA_SMS/)]);
});

test("no printed configuration shows the secret of the SMS", () => {
  const config = parseConfig(withSms(aliyun), { SAOMA_SMS_SECRET: secret });
  expect(config.sms?.secret.reveal()).toBe(secret);
  expect(JSON.stringify(config)).not.toContain(secret);
});

test("the defaults send to Chinese numbers only, and spend at most 50 a day", () => {
  const { sms } = parseConfig(withSms({ ...https, secret }), {});
  expect(sms).toMatchObject({
    prices: { 86: 0.05 },
    dailyCap: 50,
    limits: { perPhone: { times: 5, per: 3_600_000 }, perPhoneLong: { times: 10, per: 86_400_000 } },
  });
});

test("newcomers bind a phone only where SMS can be sent", () => {
  const asking = { ...good, ...withApplication({ newcomers: "bind-phone" }) };
  expect(problems(asking)).toEqual([expect.stringMatching(/^applications\[0\]\.newcomers needs `sms`/)]);
  expect(problems({ ...asking, sms: { sender: { ...https, secret } } })).toEqual([]);
});

test("the simulator's phones are for this machine only", () => {
  const simulator = { kind: "simulator" };
  expect(problems(withSms(simulator))).toEqual([expect.stringMatching(/^sms\.sender\.kind must not be "simulator"/)]);
  expect(problems({ ...withSms(simulator), origin: "http://127.0.0.1:7080" })).toEqual([]);
});

test.each([
  [{ ...https, url: "http://sms.tea.example" }, "sms.sender.url must be https"],
  [{ ...https, url: "ftp://sms.tea.example" }, "sms.sender.url must be an https:// address"],
  [{ ...https, secret: "short" }, "sms.sender.secret must have at least 32 characters"],
  [{ ...https, allow: ["10.0.0.0/99"] }, "sms.sender.allow[0] must be an IP address or a range"],
  [{ ...aliyun, templateCode: "" }, "sms.sender.templateCode must have at least 1 characters"],
  [{ ...tencent, parameters: ["name"] }, "sms.sender.parameters[0] must be"],
])("%j is refused: %s", (sender, problem) => {
  const found = problems(withSms({ secret, ...sender }));
  expect(found).toEqual([expect.stringContaining(problem)]);
});

test("http is fine for a server on this machine", () => {
  expect(problems(withSms({ kind: "https", url: "http://127.0.0.1:9000/sms", secret }))).toEqual([]);
});

test.each([
  [{ prices: {} }, "sms.prices must name a country"],
  [{ prices: { "+86": 0.05 } }, "sms.prices.+86 must be a country's code"],
  [{ prices: { 86: 0 } }, "sms.prices.86 must be at least"],
  [{ dailyCap: 0 }, "sms.dailyCap must be at least"],
])("%j is refused: %s", (more, problem) => {
  expect(problems(withSms({ ...https, secret }, more)).join()).toContain(problem);
});

test("a day's cap that is less than one SMS is refused, because none would ever be sent", () => {
  const found = problems(withSms({ ...https, secret }, { prices: { 86: 0.05, 852: 0.4 }, dailyCap: 0.1 }));
  expect(found).toEqual([expect.stringContaining("sms.dailyCap is less than one SMS to 852 costs")]);
});

test('phoneMatch is "link" where an SMS says that it joins an account, else "conflict"; "link" without one is refused', () => {
  const bound = { newcomers: "bind-phone" };
  const of = (more: object, application: object = {}) => ({
    ...withApplication({ ...bound, ...application }),
    sms: { sender: { ...https, secret }, ...more },
  });
  const matchOf = (options: unknown) => parseConfig(options, {}).applications[0]?.policy.phoneMatch;
  expect(matchOf(of({}))).toBe("conflict");
  expect(matchOf(of({ templates: { join: "SMS_2" } }))).toBe("link");
  expect(matchOf(of({ templates: { join: "SMS_2" } }, { phoneMatch: "conflict" }))).toBe("conflict");
  expect(problems(of({}, { phoneMatch: "link" }))).toEqual([
    expect.stringMatching(/^applications\[0\]\.phoneMatch is "link" without `sms\.templates\.join`: an SMS has to say/),
  ]);
});

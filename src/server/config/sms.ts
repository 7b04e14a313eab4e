// The options of SMS.
import { z } from "zod";
import { english } from "../../base/english.ts";
import { Secret } from "../../base/secret.ts";
import { addressRange, duration, isLoopback, origin, weakness } from "./values.ts";

const secret = z
  .string()
  .min(1)
  .max(256)
  .describe("Default from SAOMA_SMS_SECRET or SAOMA_SMS_SECRET_FILE")
  .exactOptional();
/** The secret of the operator's own SMS server. Only this rule keeps it from being guessed. */
const sharedSecret = z
  .string()
  .check(({ value, issues }) => {
    const message = weakness(value, "SAOMA_SMS_SECRET");
    if (message) issues.push({ code: "custom", message, input: value });
  })
  .describe("Shared with it, to sign with; default from SAOMA_SMS_SECRET or SAOMA_SMS_SECRET_FILE")
  .exactOptional();
const word = z.string().trim().min(1).max(128);

const aliyun = z.strictObject({
  kind: z.literal("aliyun"),
  accessKeyId: word.describe("AccessKey ID of a RAM user who may do nothing but send SMS"),
  secret,
  signName: word.describe("短信签名, as it was approved"),
  templateCode: word.describe("The code of the approved 验证码 template, as in SMS_123456789"),
  parameter: word.default("code").describe("What the template calls the code"),
  endpoint: origin.default("https://dysmsapi.aliyuncs.com").describe("Where its API is"),
});

const tencent = z.strictObject({
  kind: z.literal("tencent"),
  secretId: word.describe("SecretId of a sub-user who may do nothing but send SMS"),
  secret,
  appId: word.describe("SmsSdkAppId, as in 1400006666"),
  signName: word.describe("签名内容, as it was approved"),
  templateId: word.describe("The id of the approved template"),
  parameters: z
    .array(z.enum(["code", "minutes"]))
    .min(1)
    .max(2)
    .default(["code"])
    .describe("What the template's {1} and {2} are"),
  region: word.default("ap-guangzhou").describe("Any region of the service"),
  endpoint: origin.default("https://sms.tencentcloudapi.com").describe("Where its API is"),
});

/** https, or http to this machine. */
const serverUrl = z
  .url({ protocol: /^https?$/, error: english`must be an https:// address.` })
  .max(2048)
  .refine((value) => !value.startsWith("http:") || isLoopback(URL.parse(value)?.hostname ?? ""), {
    error: english`must be https: an attacker on the network could read the codes. http is for loopback.`,
  });

const https = z.strictObject({
  kind: z.literal("https"),
  url: serverUrl.describe("Your own server that sends SMS; docs/flows/bind-phone.md says what it is posted"),
  secret: sharedSecret,
  allow: z.array(addressRange).max(50).default([]).describe("Private addresses and ranges that it may be at"),
});

const simulator = z.strictObject({
  kind: z.literal("simulator"),
  url: origin.default("http://127.0.0.1:7090").describe("Where the simulator is"),
});

const limit = (times: number, per: string) =>
  z
    .strictObject({
      times: z.int().min(1).max(1_000_000).describe("At most this many"),
      per: duration("1s", "1d").describe("in this time"),
    })
    .prefault({ times, per });

/** How newcomers get their codes. */
export const sms = z.strictObject({
  sender: z.discriminatedUnion("kind", [aliyun, tencent, https, simulator]).describe("Who sends them"),
  templates: z
    .strictObject({
      join: word
        .describe(
          "The template of an SMS whose code adds a WeChat to the member's account of this number; it has to say so. For " +
            "aliyun and tencent its code or id, as approved; an https server gets it as `template`. Without it nobody joins",
        )
        .exactOptional(),
      notice: word
        .describe(
          "The template of an SMS that tells an account's phone that something about the account changed: no code, no name, no link. " +
            "Without it phones are told nothing",
        )
        .exactOptional(),
    })
    .prefault({})
    .describe("SMS that say more than that there is a code"),
  prices: z
    .record(z.string(), z.number().min(0.0001).max(100))
    .check(({ value, issues }) => {
      const message = english`must be a country's code without +, as in 86.`;
      const wrong = Object.keys(value).filter((code) => !/^[1-9]\d{0,5}$/.test(code));
      for (const code of wrong) issues.push({ code: "custom", message, path: [code], input: value });
    })
    .refine((prices) => Object.keys(prices).length > 0, { error: english`must name a country. Write { "86": 0.05 }.` })
    .default({ "86": 0.05 })
    .describe("The maximum price of an SMS, by country code; other countries get no SMS"),
  dailyCap: z
    .number()
    .min(0.0001)
    .max(1_000_000)
    .default(50)
    .describe("The maximum cost of all SMS in a day (UTC), in the currency of `prices`; no SMS is sent beyond it"),
  limits: z
    .strictObject({
      perPhone: limit(5, "1h").describe("SMS to one number"),
      perPhoneLong: limit(10, "1d").describe("The same over a longer time"),
      perRange: limit(30, "1h").describe("SMS to numbers that differ in their last four digits only"),
      perPerson: limit(10, "1d").describe("SMS that one WeChat identity asks for"),
      perAddress: limit(60, "1h").describe("SMS that are asked for from one address"),
    })
    .prefault({})
    .describe("How many; an attempt has five, a minute apart"),
});

type SmsOptions = z.output<typeof sms>;

/** The same with its secret wrapped, which is empty for the simulator. */
export type SmsConfig = SmsOptions & { readonly secret: Secret };

export function smsConfig({ sender, ...rest }: SmsOptions): SmsConfig {
  if (sender.kind === "simulator") return { ...rest, sender, secret: new Secret("") };
  const { secret = "", ...bare } = sender;
  return { ...rest, sender: bare, secret: new Secret(secret) };
}

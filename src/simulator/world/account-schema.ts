// The schema of a WeChat account.
import { z } from "zod";
import { aesKeyOf, appidOf, originalIdOf, secretOf, tokenOf } from "./identity.ts";

/**
 * The abilities of an account; without one, its calls fail with 48001. `qrcode`: parametric QRs (verified 服务号 and test
 * accounts); `oauth`: 网页授权 of a verified 服务号 or test account, WeChat login of a 网站应用; `user-info`, `menu`,
 * `custom-message`: verified 公众号 and 服务号 (the last for every 小程序 too); `template-message`: verified 服务号;
 * `subscribe-message`: verified accounts and 小程序; `phone-number` and `link`: 小程序 whose owner is no person.
 */
export const abilities = [
  "qrcode",
  "oauth",
  "user-info",
  "menu",
  "custom-message",
  "template-message",
  "subscribe-message",
  "phone-number",
  "link",
] as const;
export type Ability = (typeof abilities)[number];

/** Whether WeChat issues access tokens to an account; every value but `good` refuses them. */
const standings = [
  "good",
  "secret-frozen",
  "tokens-forbidden",
  "frozen",
  "third-party-platform",
  "address-unconfirmed",
  "address-refused-for-an-hour",
  "address-refused-for-a-day",
] as const;

const page = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9_/-]{0,127}$/, "must be a path such as pages/index/index");
const template = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be letters, digits, - or _")
    .describe("The template id: 1 to 64 letters, digits, `-` or `_`"),
  title: z.string().min(1).max(60).describe("The title of the template, 1 to 60 characters"),
  isLimited: z.boolean().default(false).describe("Whether WeChat stops it for abuse: 43116"),
  fields: z
    .record(z.string().regex(/^[a-z_]+[0-9]{1,3}$/, "must be a key such as thing1"), z.string().min(1).max(40))
    .describe("The label of each field, by its key such as `thing1`"),
});

const kinds = ["service", "subscription", "test", "mini-program", "website"] as const;
const hostName = z
  .string()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    "must be a bare host name: no scheme, port or path",
  )
  .max(253);
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" });

/** The values of an account that the console could change, as `PATCH /_sim/accounts/{appid}` accepts them. */
export const accountChanges = z.strictObject({
  name: z.string().min(1).max(60).describe("The account's name, 1 to 60 characters"),
  secret: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits")
    .describe("The AppSecret: 32 hexadecimal digits"),
  token: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, "must be 3 to 32 letters and digits")
    .describe("The Token of the server settings: 3 to 32 letters and digits"),
  aesKey: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, "must be exactly 43 letters and digits")
    .describe("The EncodingAESKey: 43 letters and digits"),
  pushUrl: httpUrl.max(2048).nullable().describe("The server URL that pushes are sent to; null: none is set"),
  mode: z.enum(["plain", "compatible", "safe"]).describe("How pushes are sent: 明文, 兼容 or 安全模式"),
  format: z.enum(["xml", "json"]).describe("The format of pushes; JSON is for 小程序 and 网站应用 only"),
  ipList: z
    .array(z.union([z.ipv4(), z.ipv6()], { error: "must be an IP address" }))
    .max(200)
    .nullable()
    .describe("The IP addresses that may call the API; null: any. At most 200"),
  abilities: z
    .array(z.enum(abilities))
    .describe("The APIs that the account may call; without one, its calls fail with 48001"),
  openPlatform: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, "must be a lower-case ASCII slug")
    .nullable()
    .describe(
      "The Open Platform account that the account is bound to, by any name. Accounts bound to the same one share unionIds; null: not bound",
    ),
  callbackDomains: z
    .array(hostName)
    .max(20)
    .describe("Host names that OAuth may redirect to (网页授权域名, 授权回调域), each matched as a whole; at most 20"),
  callbackUrls: z
    .array(httpUrl.max(1024))
    .max(20)
    .describe(
      "Of a 网站应用: exact addresses, without query, that OAuth may redirect to besides the domains; at most 20",
    ),
  banned: z
    .boolean()
    .describe("Whether WeChat has banned the account: no authorize page (10004), no login page, no links, no notices"),
  privacyContract: z
    .string()
    .min(1)
    .max(60)
    .nullable()
    .describe(
      "The name of a mini-program's 用户隐私保护指引. With one, privacy APIs ask the person first; null: there is none",
    ),
  standing: z
    .enum(standings)
    .describe("Whether WeChat issues access tokens to the account; every value but `good` refuses them"),
  pages: z
    .array(page)
    .max(1000)
    .describe("The pages of a mini-program's published version, its home page first; empty: nothing is published"),
  previewUrl: httpUrl
    .max(2048)
    .nullable()
    .describe(
      "The address of a page that phones show in a frame in place of the mini-program, whose own code does not run here. It gets `appid`, `path`, the person's `language` and the `onLoad` options as its query, and calls `wx` by messages. Null: phones show the page's facts",
    ),
  members: z
    .array(z.string())
    .max(100)
    .describe("The names of the people who may open its trial and development versions"),
  templates: z.array(template).max(100).describe("Its template and subscribe messages"),
  agents: z
    .array(z.string().regex(/^[^@\s]{1,32}@[^@\s]{1,32}$/, "must be like kf1@account"))
    .max(100)
    .describe("Its customer-service accounts, such as `kf1@yiye`"),
  phoneQuota: z
    .int()
    .min(0)
    .nullable()
    .describe("How many more phone numbers a mini-program may request; null: no limit"),
});

/**
 * One WeChat account. `pushUrl: null`: no server URL. `ipList: null`: the caller's address is not checked. Ids, keys
 * and secrets that are absent are derived from kind and name.
 */
export const accountSchema = accountChanges
  .extend({
    kind: z.enum(kinds).default("service").describe("The kind of account"),
    appid: z
      .string()
      .regex(/^wx[0-9a-f]{16}$/, "must be wx and 16 hexadecimal digits")
      .describe("The appid: `wx` and 16 hexadecimal digits; derived from kind and name where absent")
      .optional(),
    originalId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{3,40}$/, "must look like gh_ and 12 hexadecimal digits")
      .describe("The original id (原始 ID), as in `gh_0123456789ab`; derived from kind and name where absent")
      .optional(),
    secret: accountChanges.shape.secret.optional(),
    token: accountChanges.shape.token.optional(),
    aesKey: accountChanges.shape.aesKey.optional(),
    pushUrl: accountChanges.shape.pushUrl.default(null),
    mode: accountChanges.shape.mode.default("plain"),
    format: accountChanges.shape.format.default("xml"),
    ipList: accountChanges.shape.ipList.default(null),
    abilities: accountChanges.shape.abilities.default([]),
    openPlatform: accountChanges.shape.openPlatform.default(null),
    callbackDomains: accountChanges.shape.callbackDomains.default([]),
    callbackUrls: accountChanges.shape.callbackUrls.default([]),
    banned: accountChanges.shape.banned.default(false),
    privacyContract: accountChanges.shape.privacyContract.default(null),
    phoneQuota: accountChanges.shape.phoneQuota.default(null),
    standing: accountChanges.shape.standing.default("good"),
    pages: accountChanges.shape.pages.default([]),
    previewUrl: accountChanges.shape.previewUrl.default(null),
    members: accountChanges.shape.members.default([]),
    templates: accountChanges.shape.templates.default([]),
    agents: accountChanges.shape.agents.default([]),
  })
  .refine((account) => account.kind !== "test" || account.mode === "plain", {
    path: ["mode"],
    error: "must be plain: a test account has no other mode",
  })
  .refine(({ kind, format }) => format === "xml" || kind === "mini-program" || kind === "website", {
    path: ["format"],
    error: "must be xml: only a 小程序 or 网站应用 can have its pushes in JSON",
  })
  .transform(({ appid, secret, token, aesKey, originalId, ...account }) => {
    const seed = `${account.kind}/${account.name}`;
    return {
      ...account,
      appid: appid ?? appidOf(seed),
      secret: secret ?? secretOf(seed),
      token: token ?? tokenOf(seed),
      aesKey: aesKey ?? aesKeyOf(seed),
      originalId: originalId ?? originalIdOf(seed),
    };
  });

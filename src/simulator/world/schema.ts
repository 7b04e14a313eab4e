import { z } from "zod";
import { Refused } from "../refused.ts";
import { settingsSchema } from "../settings.ts";
import { aesKeyOf, appidOf, originalIdOf, secretOf, tokenOf } from "./identity.ts";

/**
 * What an account may be allowed to do; without one, its calls answer 48001. `qrcode`: parametric QRs (verified
 * 服务号 and test accounts); `oauth`: 网页授权 of a verified 服务号 or test account, WeChat login of a 网站应用;
 * `user-info`, `menu`, `custom-message`: verified 公众号 and 服务号 (the last for every 小程序 too);
 * `template-message`: verified 服务号; `subscribe-message`: verified accounts and 小程序; `phone-number` and
 * `link`: 小程序 whose owner is no person.
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

/** What WeChat thinks of an account where its tokens are asked for; all but `good` refuse them. */
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
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be letters, digits, - or _"),
  title: z.string().min(1).max(60),
  /** Whether WeChat stops it for abuse: 43116. */
  isLimited: z.boolean().default(false),
  /** The label of each field, by its key such as `thing1`. */
  fields: z.record(z.string().regex(/^[a-z_]+[0-9]{1,3}$/, "must be a key such as thing1"), z.string().min(1).max(40)),
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

/** Everything of an account that the console could change; what `PATCH /_sim/accounts/{appid}` accepts. */
export const accountChanges = z.strictObject({
  name: z.string().min(1).max(60),
  secret: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"),
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, "must be 3 to 32 letters and digits"),
  aesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, "must be exactly 43 letters and digits"),
  pushUrl: httpUrl.max(2048).nullable(),
  mode: z.enum(["plain", "compatible", "safe"]),
  /** JSON is for 小程序 and 网站应用 only. */
  format: z.enum(["xml", "json"]),
  ipList: z
    .array(z.union([z.ipv4(), z.ipv6()], { error: "must be an IP address" }))
    .max(200)
    .nullable(),
  abilities: z.array(z.enum(abilities)),
  /** The Open Platform account it is bound to, by a name of one's own. Those bound to one share unionIds. */
  openPlatform: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, "must be a lower-case ASCII slug")
    .nullable(),
  /** Where codes may be sent: bare host names, each matched whole, as 网页授权域名 and 授权回调域 are. */
  callbackDomains: z.array(hostName).max(20),
  /** Of a 网站应用: exact addresses (without query) that codes may be sent to, besides the domains. */
  callbackUrls: z.array(httpUrl.max(1024)).max(20),
  /** Whether WeChat has banned what it does: no authorize page (10004), no login page, no links, no notices. */
  banned: z.boolean(),
  /** The name of a mini-program's 用户隐私保护指引; with one, privacy APIs ask the person first. */
  privacyContract: z.string().min(1).max(60).nullable(),
  standing: z.enum(standings),
  /** The pages of a mini-program's published version, its home page first; none: nothing is published. */
  pages: z.array(page).max(1000),
  /**
   * A page of this machine's that stands for a mini-program's own on phones, in a frame, because nobody runs its code
   * here: it gets `appid`, `path` and what `onLoad` gets as its query, and calls `wx` by messages. Null: its facts.
   */
  previewUrl: httpUrl.max(2048).nullable(),
  /** The names of the people who may open its trial and development versions. */
  members: z.array(z.string()).max(100),
  /** Its template and subscribe messages. */
  templates: z.array(template).max(100),
  /** Its customer-service accounts, such as `kf1@yiye`. */
  agents: z.array(z.string().regex(/^[^@\s]{1,32}@[^@\s]{1,32}$/, "must be like kf1@account")).max(100),
  /** How often a mini-program may still ask for a phone number; null: without end. */
  phoneQuota: z.int().min(0).nullable(),
});

/**
 * One WeChat account. `pushUrl: null`: no server URL. `ipList: null`: the caller's address is not checked. Ids, keys
 * and secrets that are absent are derived from kind and name.
 */
export const accountSchema = accountChanges
  .extend({
    kind: z.enum(kinds).default("service"),
    appid: z
      .string()
      .regex(/^wx[0-9a-f]{16}$/, "must be wx and 16 hexadecimal digits")
      .optional(),
    originalId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{3,40}$/, "must look like gh_ and 12 hexadecimal digits")
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

const id = z.string().regex(/^o[A-Za-z0-9_-]{27}$/, "must be o and 27 letters, digits, - or _");

/** Everything of a person that they could change themselves; what `PATCH /_sim/people/{name}` accepts. */
export const personChanges = z.strictObject({
  displayName: z.string().min(1).max(30),
  client: z.enum(["phone", "desktop"]),
  /** Seed of a drawn picture, or the address of one. A new avatar ends the old one's address. */
  avatar: z.string().min(1).max(1024),
  /** The number WeChat knows, without country code; null: none is bound. */
  phone: z
    .string()
    .regex(/^[0-9]{5,15}$/, "must be 5 to 15 digits, without country code")
    .nullable(),
  countryCode: z.string().regex(/^[1-9][0-9]{0,3}$/, "must be 1 to 4 digits"),
});

/**
 * One person with a phone. `openIds` and `follows` are by appid, `unionIds` by Open Platform account; ids, avatar,
 * phone number and the name to show that are absent are derived from the name.
 */
export const personSchema = personChanges.partial().extend({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "must be a lower-case ASCII slug"),
  client: personChanges.shape.client.default("phone"),
  openIds: z.record(z.string(), id).default({}),
  unionIds: z.record(z.string(), id).default({}),
  follows: z.array(z.string()).default([]),
});

const unique = (values: string[]): boolean => new Set(values).size === values.length;

export const worldSchema = z
  .strictObject({
    /** With one, the same acts give the same bytes. */
    seed: z.string().min(1).max(100).optional(),
    /** How far the world's clock is moved from the machine's. */
    clock: z.strictObject({ advancedSeconds: z.int().min(-3_153_600_000).max(3_153_600_000) }).optional(),
    settings: settingsSchema.partial().optional(),
    accounts: z.array(accountSchema).min(1),
    people: z.array(personSchema).max(10_000).default([]),
  })
  .refine((world) => unique(world.accounts.map((account) => account.appid)), {
    path: ["accounts"],
    error: "two accounts have the same appid",
  })
  .refine((world) => unique(world.accounts.map((account) => account.originalId)), {
    path: ["accounts"],
    error: "two accounts have the same original id",
  })
  .refine((world) => unique(world.people.map((person) => person.name)), {
    path: ["people"],
    error: "two people have the same name",
  })
  .superRefine(({ accounts, people }, context) => {
    const appids = new Set(accounts.map(({ appid }) => appid));
    for (const [index, person] of people.entries())
      for (const appid of [...person.follows, ...Object.keys(person.openIds)])
        if (!appids.has(appid))
          context.addIssue({
            code: "custom",
            path: ["people", index],
            message: `names ${appid}, which no account has`,
          });
  });

export type AccountSpec = z.output<typeof accountSchema>;
export type AccountChanges = Partial<z.input<typeof accountChanges>>;
export type PersonChanges = Partial<z.input<typeof personChanges>>;
export type PersonInput = z.input<typeof personSchema>;
export type PersonSpec = z.output<typeof personSchema>;
/** A world as one writes it, in TypeScript or JSON: what has a default may be left out. */
export type World = z.input<typeof worldSchema>;

/** A world with nothing left out that a world needs; a {@link World} too. */
export type SavedWorld = z.output<typeof worldSchema>;

/** Reads a world from JSON. Throws {@link Refused} naming everything that is wrong with it. */
export function parseWorld(value: unknown): SavedWorld {
  const parsed = worldSchema.safeParse(value);
  if (!parsed.success) throw Refused.by(parsed.error, "the world is not valid");
  return parsed.data;
}

// The schema of all options.
import { z } from "zod";
import { english } from "../../base/english.ts";
import { defaultTexts } from "../../domain/default-texts.ts";
import { groupName } from "../../domain/group.ts";
import type { Texts } from "../../domain/texts.ts";
import { channel } from "../../wire/attempt.ts";
import { admin } from "./admin.ts";
import { database } from "./database.ts";
import { afterSignIn, template } from "./message.ts";
import { openid } from "./openid.ts";
import { redis } from "./redis.ts";
import { sms } from "./sms.ts";
import { appid, source } from "./source.ts";
import { addressRange, duration, origin, weakness } from "./values.ts";
import { webhook } from "./webhooks.ts";
import { wechatServer } from "./wechat-server.ts";

export type { SaomaOptions } from "./options.ts";

const known = ["site", "browser", "time", "yes", "no", "name", "source", "numbers", "code"];
const chatText = template(known);
const templateNames = Object.keys(defaultTexts.en) as (keyof Texts)[];
export const templates = z.strictObject(
  Object.fromEntries(templateNames.map((name) => [name, chatText.exactOptional()])) as Record<
    keyof Texts,
    z.ZodExactOptional<typeof chatText>
  >,
);

const application = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]{1,64}$/, {
      error: english`must be 1 to 64 letters, digits, - and _. It is seen in addresses and tokens.`,
    })
    .describe("The id that pages use"),
  name: z.string().trim().min(1).max(40).describe("The name that the chat shows"),
  logo: z
    .string()
    .max(8_192)
    .regex(/^(https:\/\/[^\s"'<>]+|data:image\/(png|jpeg|webp|svg\+xml)[;,][^\s"'<>]+)$/, {
      error: english`must be an https address, or an image as a data URI of at most 8 KiB.`,
    })
    .describe("Its mark, shown in the middle of the QR; default the first letter of `name`")
    .exactOptional(),
  default: z
    .literal(true)
    .describe("Used if a page names no application; not needed if there is only one")
    .exactOptional(),
  origins: z
    .array(origin)
    .min(1)
    .max(50)
    .describe("Origins whose pages may sign people in; default `origin`")
    .exactOptional(),
  sources: z
    .array(appid)
    .min(1)
    .describe("The sources it may use, in order of preference; default all")
    .exactOptional(),
  confirm: z
    .enum(["new-browser", "always", "never"])
    .default("new-browser")
    .describe(
      "When the chat asks “is it you?”. With `never`, a person who scans a stranger's QR signs the stranger in",
    ),
  confirmBy: z
    .enum(["tap", "number"])
    .default("tap")
    .describe("How: by tapping a link, or by picking the number that the page shows among three"),
  access: z
    .strictObject({
      groups: z
        .array(
          z.string().regex(groupName, { error: english`must be lower-case letters, digits and dashes, as in staff.` }),
        )
        .min(1)
        .max(50)
        .describe("Whose members may enter, by `saoma group add`; who is in none of them gets no account"),
    })
    .describe("Who may enter; default everyone")
    .exactOptional(),
  sso: z
    .boolean()
    .default(false)
    .describe(
      "Whether it shares one session with all applications that say so: who signs in at one is signed in at each",
    ),
  terms: z
    .array(
      z.strictObject({
        title: z.string().trim().min(1).max(60).describe("What the link says, as in 服务条款"),
        url: z
          .url({ protocol: /^https?$/ })
          .max(2048)
          .describe("Where the text is"),
        version: z.string().trim().min(1).max(40).describe("Another version is asked for anew, as in 2026-11-01"),
      }),
    )
    .max(10)
    .describe("What people have to agree to before they are signed in, once for each version; default nothing")
    .exactOptional(),
  rememberBrowser: z
    .enum(["until-sign-out", "90d", "never"])
    .default("until-sign-out")
    .describe(
      "How long a browser that has signed in is not asked again where `confirm` is `new-browser`: until it signs out or is unused for 90 days; for 90 days unused, signed out or not; or not at all",
    ),
  manageAccount: z
    .boolean()
    .describe(
      "Whether its pages may add and remove WeChats and see the sessions of other applications; default where it is the only application",
    )
    .exactOptional(),
  channels: z
    .array(channel)
    .min(1)
    .describe("The channels it may use; default all that its sources support")
    .exactOptional(),
  newcomers: z
    .enum(["create", "bind-phone", "refuse"])
    .default("create")
    .describe("Whether a person without an account gets one; `bind-phone`: after they have verified a phone"),
  phoneMatch: z
    .enum(["link", "conflict"])
    .describe(
      "Whether a newcomer joins the account that has their phone and no WeChat yet, or is declined; default `link` with " +
        "`sms.templates.join`, else `conflict`",
    )
    .exactOptional(),
  language: z.enum(["auto", "zh-CN", "en"]).default("auto").describe("The chat's language; `auto` is the browser's"),
  texts: z
    .strictObject({ "zh-CN": templates.exactOptional(), en: templates.exactOptional() })
    .prefault({})
    .describe("Texts of the chat, in place of the built-in ones"),
  afterSignIn: z
    .array(afterSignIn)
    .max(20)
    .default([])
    .describe("The message after a sign-in: the first of these that the source may send"),
  tokenClaims: z
    .array(z.enum(["openid", "unionid"]))
    .max(2)
    .default([])
    .describe("Claims of access tokens in addition to the account"),
  openid: openid
    .describe("Makes it a client of the OpenID provider: its own server signs people in by OpenID Connect")
    .exactOptional(),
  wechatServer: wechatServer
    .describe("Serves a site that calls songquanpeng's wechat-server; docs/connect/wechat-server.md")
    .exactOptional(),
});

const limit = z.strictObject({
  times: z.int().min(1).max(1_000_000_000).describe("At most this many"),
  per: duration("1s", "1d").describe("in this time"),
});

/** Everything an operator can set: the parser, the types and the reference page. */
export const options = z.strictObject({
  origin: origin.describe("Where the service is reached from outside, as in https://login.example.com"),
  secret: z
    .string()
    .check(({ value, issues }) => {
      const message = weakness(value, "SAOMA_SECRET");
      if (message) issues.push({ code: "custom", message, input: value });
    })
    .describe("Signs sessions; at least 32 random characters; default from SAOMA_SECRET or SAOMA_SECRET_FILE")
    .exactOptional(),
  database: database.describe("The database: a path, or the URL of a PostgreSQL").exactOptional(),
  redis: redis
    .describe("A Redis or Valkey that instances share for hints and the limits of addresses; none by default")
    .exactOptional(),
  trustedProxies: z
    .array(addressRange)
    .max(500)
    .default([])
    .describe("Addresses of your own proxies; X-Forwarded-For is trusted from these only"),
  sources: z.array(source).min(1).describe("Your WeChat accounts"),
  applications: z.array(application).min(1).describe("The sites and apps that people sign in to"),
  admin: admin.describe("The operator's listener: metrics and the Admin API; off by default").exactOptional(),
  webhooks: z.array(webhook).max(50).default([]).describe("Your other services that are told of events"),
  mpVerify: z
    .record(
      z
        .string()
        .regex(/^MP_verify_[A-Za-z0-9]{1,64}\.txt$/, { error: english`must be named as WeChat named the file.` }),
      z.string().regex(/^[\x20-\x7e]{1,256}$/, { error: english`must be the file's one line, without a line end.` }),
    )
    .default({})
    .describe("The files that verify your domain for WeChat, by name"),
  sms: sms.describe("How SMS codes are sent; required by newcomers `bind-phone`").exactOptional(),
  session: z
    .strictObject({
      lifetime: duration("1m", "365d").prefault("30d").describe("How long a session lives at most"),
      freshFor: duration("1m", "1d")
        .prefault("10m")
        .describe("How long a WeChat's approval of one change to its account counts: it is used once, by one session"),
    })
    .prefault({})
    .describe("How long people stay signed in"),
  accountChanges: z
    .strictObject({
      wait: duration("1h", "30d")
        .prefault("7d")
        .describe("How long a change that is announced waits for an objection before it is made"),
    })
    .prefault({})
    .describe(
      "Changes of accounts that are announced to all of its WeChats first: an older one is removed by a younger one, the account is deleted, its phone is changed",
    ),
  attemptLog: z
    .strictObject({
      keep: duration("1h", "365d")
        .prefault("30d")
        .describe("How long it is kept: each sign-in with its steps, pushes, replies and calls to WeChat"),
    })
    .prefault({})
    .describe("The log by which you see why somebody could not sign in"),
  tokens: z
    .strictObject({
      algorithm: z
        .enum(["EdDSA", "ES256"])
        .default("EdDSA")
        .describe("The signature algorithm; ES256 for verifiers without EdDSA"),
      lifetime: duration("1m", "1h")
        .prefault("10m")
        .describe("Lifetime of an access token; it stays valid until then, even after a sign-out"),
    })
    .prefault({})
    .describe("Access tokens, for clients that keep no cookie"),
  limits: z
    .strictObject({
      attemptsPerAddress: limit.prefault({ times: 120, per: "1m" }).describe("New sign-ins from one address"),
      attemptsPerAddressLong: limit
        .prefault({ times: 1_200, per: "1h" })
        .describe("The same over a longer time: WeChat gives an account 100,000 QRs a day in all"),
      waitingPerAddress: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(2_000)
        .describe("Browsers of one address that may wait at the same time"),
      pushesPerPerson: limit.prefault({ times: 60, per: "1m" }).describe("Scans and messages of one person"),
    })
    .prefault({})
    .describe("How often things may happen"),
});

/** The options with their defaults, before secrets are wrapped. */
export type ParsedOptions = z.output<typeof options>;

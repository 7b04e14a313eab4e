// The options of a source, which is one WeChat account.
import { z } from "zod";
import { english } from "../../base/english.ts";
import type { Reply } from "../../wechat/index.ts";
import { relay } from "./relay.ts";
import { addressRange, origin } from "./values.ts";

const maxTextBytes = 2048;
const httpUrl = z.url({ protocol: /^https?$/, error: english`must be an http:// or https:// address.` }).max(2048);

const article = z.strictObject({
  title: z.string().min(1).max(64).describe("What the card says"),
  description: z.string().max(200).describe("A line below it").exactOptional(),
  picUrl: httpUrl.describe("Address of a picture, best 360×200").exactOptional(),
  url: httpUrl.describe("Where a tap leads"),
});

const text = z
  .string()
  .min(1, { error: english`must not be empty. Leave the reply away to say nothing.` })
  .refine((value) => Buffer.byteLength(value) <= maxTextBytes, {
    error: english`must have at most ${maxTextBytes} bytes of UTF-8, which is about 680 Chinese characters. Shorten it.`,
  });

const reply = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: text.describe("What the chat says") }),
  z.strictObject({
    type: z.literal("news"),
    articles: z.tuple([article], article).check(z.maxLength(8)).describe("1 to 8 cards; people's WeChat shows one"),
  }),
  z.strictObject({
    type: z.literal("human-service"),
    account: z.string().min(1).max(64).describe("One agent's account; default any").exactOptional(),
  }),
]) satisfies z.ZodType<Reply, unknown>;

const keyword = z.strictObject({
  words: z.array(z.string().trim().min(1).max(64)).min(1).describe("Any of these"),
  match: z.enum(["exact", "contains"]).default("exact").describe("Whether the message is the word, or has it inside"),
  reply: reply.describe("What is answered"),
});

const replies = z.strictObject({
  follow: reply.describe("To a person who follows without signing in").exactOptional(),
  keywords: z.array(keyword).max(200).default([]).describe("To messages with these words, the first that fits"),
  other: reply.describe("To any other message").exactOptional(),
});

const origins = z.strictObject({
  api: origin.describe("Instead of https://api.weixin.qq.com").exactOptional(),
  mp: origin.describe("Instead of https://mp.weixin.qq.com").exactOptional(),
  open: origin.describe("Instead of https://open.weixin.qq.com").exactOptional(),
});

/** The code of a mini-program. */
export const code = z.strictObject({
  api: z
    .enum(["unlimited", "round", "square"])
    .default("unlimited")
    .describe("`round` and `square` end at 100,000 codes together, for good, and each sign-in uses one up"),
  page: z
    .string()
    .max(90)
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9_/-]*$/, { error: english`must be a page's path, without leading slash or query.` })
    .default("pages/login/login")
    .describe("The page that signs people in"),
  envVersion: z
    .enum(["release", "trial", "develop"])
    .default("release")
    .describe("Which version opens; all but `release` only for the project's members"),
  link: z
    .boolean()
    .default(true)
    .describe("Whether browsers of phones get a link that opens it; personal mini-programs have none"),
});

/** `wx` and 16 hexadecimal digits. */
export const appid = z.string().regex(/^wx[0-9a-f]{16}$/, {
  error: english`must be wx and 16 hexadecimal digits. Copy the AppID from WeChat's console.`,
});

/** One WeChat account of the operator. */
export const source = z.strictObject({
  kind: z
    .enum(["service", "subscription", "test", "mini-program", "website"])
    .describe("The kind of account: 服务号, 公众号 (订阅号), 接口测试号, 小程序, or 网站应用 of the Open Platform"),
  appid: appid.describe("The account's AppID"),
  name: z.string().trim().min(1).max(60).describe("The name that its followers see"),
  secret: z
    .string()
    .regex(/^\S{16,128}$/, { error: english`must be the AppSecret. Copy it from WeChat's console, without spaces.` })
    .describe("The AppSecret; default from SAOMA_<APPID>_SECRET or SAOMA_<APPID>_SECRET_FILE")
    .exactOptional(),
  token: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, {
      error: english`must be 3 to 32 letters and digits. Use the Token that you typed in WeChat's console.`,
    })
    .describe(
      "The Token of the server settings, 16 characters and more in plain mode; default from SAOMA_<APPID>_TOKEN or SAOMA_<APPID>_TOKEN_FILE",
    )
    .exactOptional(),
  aesKey: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, {
      error: english`must be exactly 43 letters and digits. Copy the EncodingAESKey from WeChat's console.`,
    })
    .describe("The EncodingAESKey; default from SAOMA_<APPID>_AES_KEY or SAOMA_<APPID>_AES_KEY_FILE")
    .exactOptional(),
  mode: z
    .enum(["safe", "compatible", "plain"])
    .default("safe")
    .describe("How WeChat sends its pushes, as set in its console. Anybody on the way can read plain ones"),
  format: z
    .enum(["xml", "json"])
    .describe("How the pushes of a mini-program or website are written, its console's 数据格式; default `xml`")
    .exactOptional(),
  code: code.describe("A mini-program's code; a scan of it signs in").exactOptional(),
  ipList: z
    .array(addressRange)
    .min(1)
    .max(500)
    .describe("The only addresses that pushes may come from")
    .exactOptional(),
  unfollow: z
    .enum(["keep", "sign-out"])
    .default("keep")
    .describe("What happens to a person's sessions when they unfollow"),
  replies: replies
    .prefault({})
    .describe("Automatic replies; WeChat switches the console's own off when the server URL is on"),
  relay: relay
    .describe("Your backend that has answered this account's pushes so far, and still answers the others")
    .exactOptional(),
  qr: z
    .union([
      httpUrl,
      z
        .string()
        .max(300_000)
        .regex(/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+=*$/, {
          error: english`must be what the QR says, or its picture as a data:image/png or data:image/jpeg URI.`,
        }),
    ])
    .describe("The account's own QR: what it says (as in http://weixin.qq.com/r/…), or its picture as a data URI")
    .exactOptional(),
  codeKeywords: z
    .array(z.string().trim().min(1).max(64))
    .max(20)
    .default(["登录", "login"])
    .describe("Messages that are answered with a code to type into the page; empty for none"),
  platform: z
    .string()
    .regex(/^[\w-]{1,64}$/, { error: english`must be 1 to 64 letters, digits, - and _. Any name will do.` })
    .describe("Your name for the Open Platform account it is bound to: people of its sources are one account")
    .exactOptional(),
  inWechat: z
    .boolean()
    .default(true)
    .describe("Whether pages inside WeChat sign in by it; its 网页授权域名 must be this service's host"),
  scope: z
    .enum(["snsapi_base", "snsapi_userinfo"])
    .default("snsapi_base")
    .describe("What is asked inside WeChat: nothing, or name, picture and unionId"),
  tokens: z
    .enum(["stable", "classic"])
    .default("stable")
    .describe("Which interface gives the access token; `classic` where other software must share that one"),
  origins: origins.prefault({}).describe("Where WeChat is reached: a proxy, or the simulator"),
});

// Settings of the simulator, where WeChat's documentation leaves the behaviour open.
import { z } from "zod";
import type { Settings, SettingsInput } from "./interfaces.ts";
import { oauthSwitches } from "./oauth/switches.ts";
import { Refused } from "./refused.ts";

export type { Settings, SettingsChanges, SettingsInput } from "./interfaces.ts";

const seconds = z.int().min(0).max(86_400);
const quota = z.int().min(0).max(1_000_000_000);
const tip = z.string().min(1).max(200);

/** Behaviour that WeChat's pages leave open, as switches; each default is the best supported reading. */
export const settingsSchema = z.strictObject({
  retryOn5xx: z
    .boolean()
    .default(false)
    .describe(
      "Whether a push answered with HTTP 500 or above is delivered again, as after a timeout. WeChat does not document it",
    ),
  retryOnRefused: z
    .boolean()
    .default(false)
    .describe("Whether a push is delivered again after a refused or broken connection. WeChat does not document it"),
  strictReplyNonce: z
    .boolean()
    .default(false)
    .describe(
      "Whether an encrypted reply must carry the nonce of the push; if false, another nonce only leaves a note in the log. WeChat does not document it",
    ),
  serviceTip: tip
    .default("该服务号提供的服务出现故障，请稍后再试")
    .describe("What the person reads when the service of a 服务号 fails"),
  accountTip: tip
    .default("该公众号提供的服务出现故障，请稍后再试")
    .describe("What the person reads when the service of any other account fails"),
  menuIdFromTestAccount: z
    .boolean()
    .default(false)
    .describe("Whether the push of a tapped menu link (msgmenu) carries `bizmsgmenuid` on a test account"),
  menuIdFromDesktop: z
    .boolean()
    .default(false)
    .describe("Whether the push of a link tapped on a desktop client carries `bizmsgmenuid`"),
  qrcodeDefaultSeconds: z
    .int()
    .min(1)
    .max(2_592_000)
    .default(60)
    .describe("Lifetime in seconds of a temporary QR created without `expire_seconds`; 30 in older pages of WeChat's"),
  qrcodeRanges: z
    .enum(["strict", "lenient"])
    .default("strict")
    .describe("`strict`: a scene or lifetime out of range fails with 40053. `lenient`: it is cut to the range"),
  forceRefreshGraceSeconds: seconds
    .default(0)
    .describe("How many seconds the old stable token stays valid after `force_refresh`"),
  forceRefreshOverLimit: z
    .enum(["error", "current"])
    .default("error")
    .describe("What the 21st `force_refresh` of a day returns: error 45009, or the current token"),
  defaultDayQuota: quota
    .default(1_000_000)
    .describe("How often a day an account may make a call for which WeChat publishes no limit"),
  quotas: z
    .record(
      z.string().regex(/^\/(cgi-bin|sns|wxa)\//, "must be a path such as /cgi-bin/token"),
      z.strictObject({
        day: quota.optional().describe("Calls a day"),
        minute: quota.optional().describe("Calls a minute"),
      }),
    )
    .default({})
    .describe('Limits by path, before WeChat\'s own: `{"/cgi-bin/token": {"day": 10}}`'),
  customMessagesPerMessage: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe("How many customer-service messages may follow one message of a person within 48 hours; 20 before 2023"),
  newsArticles: z
    .enum(["documented", "one", "eight"])
    .default("documented")
    .describe(
      "How many articles a passive reply may hold: `documented` is 1 in answer to a message and 8 to an event; `one` is 1 in any case, as seen since 2018; `eight` is 8",
    ),
  mediaIds: z
    .enum(["any", "known"])
    .default("any")
    .describe("Whether messages may hold any media id, or only those that people have sent"),
  sessionKeySeconds: seconds
    .default(60)
    .describe(
      "How many seconds a mini-program's session_key stays the same when wx.login is called again. WeChat does not document it",
    ),
  miniProgramCodes: quota
    .default(100_000)
    .describe("How many 小程序码 and QRs with a path a 小程序 may make in all; those with a scene are not counted"),
  hyalinePictures: z
    .enum(["png", "jpeg"])
    .default("png")
    .describe(
      "The format of a 小程序码 with `is_hyaline`: a transparent PNG, or a JPEG like the others. WeChat has sent both",
    ),
  subscribeMsgId: z
    .boolean()
    .default(false)
    .describe("Whether a 小程序's `subscribe/send` returns a `msgid`, as `bizsend` does"),
  linkVisitsPerDay: quota
    .default(3_000_000)
    .describe("How often a mini-program's links may be opened in a day: 3 million by the call's page, 6 by the guide"),
  urlLinks: z
    .url({ protocol: /^https?$/ })
    .regex(/[^/]$/, "must not end with a slash")
    .default("https://wxaurl.cn")
    .describe(
      "The beginning of URL Links. WeChat's own open on a real phone only; with `/wxaurl` below the simulator's address, a browser that follows one chooses a phone",
    ),
  templateResult: z
    .enum(["success", "system failed"])
    .default("success")
    .describe("The delivery result of template messages that could be delivered"),
  dns: z
    .record(z.string().max(253), z.array(z.union([z.ipv4(), z.ipv6()])).max(20))
    .default({})
    .describe("The IP addresses of host names, for `callback/check`; `localhost` and IP addresses need no entry"),
  addresses: z
    .array(z.union([z.ipv4(), z.ipv6()]))
    .min(1)
    .max(100)
    .default(["127.0.0.1"])
    .describe("The addresses that `getcallbackip` and `get_api_domain_ip` return"),
  ...oauthSwitches,
});

/** Moving the clock is a change, not a setting. `advanceSeconds` adds to what it has been moved before. */
export const changesSchema = settingsSchema.partial().extend({
  clock: z
    .strictObject({ advanceSeconds: z.int().min(-3_153_600_000).max(3_153_600_000).describe("Seconds to add") })
    .optional()
    .describe("Moves the simulator's clock"),
});

export function createSettings(given: SettingsInput = {}): Settings {
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) throw Refused.by(parsed.error, "the settings are not valid");
  return parsed.data;
}

/** Applies changes in place, all or (with {@link Refused}) none, and says by how much to move the clock. */
export function changeSettings(settings: Settings, changes: unknown): { advanceSeconds: number } {
  const given = changesSchema.safeParse(changes);
  if (!given.success) throw Refused.by(given.error, "the settings cannot be changed so");
  // Parsing fills in defaults for absent settings, so only the named ones are copied.
  for (const [key, value] of Object.entries(given.data))
    if (key !== "clock" && Object.hasOwn(changes as object, key)) Object.assign(settings, { [key]: value });
  return { advanceSeconds: given.data.clock?.advanceSeconds ?? 0 };
}

import { z } from "zod";
import { oauthSwitches } from "./oauth/switches.ts";
import { Refused } from "./refused.ts";

const seconds = z.int().min(0).max(86_400);
const quota = z.int().min(0).max(1_000_000_000);
const tip = z.string().min(1).max(200);

/** What WeChat's pages leave open, as switches; each default is the best supported reading. */
export const settingsSchema = z.strictObject({
  /** Whether an answer of HTTP 500 and above is delivered again, as a timeout is. Not documented. */
  retryOn5xx: z.boolean().default(false),
  /** Whether a refused or broken connection is delivered again. Not documented. */
  retryOnRefused: z.boolean().default(false),
  /** Whether an encrypted reply must carry the request's nonce; without, the log has a note. Not documented. */
  strictReplyNonce: z.boolean().default(false),
  /** What the person reads when the service fails: for a 服务号, and for every other account. */
  serviceTip: tip.default("该服务号提供的服务出现故障，请稍后再试"),
  accountTip: tip.default("该公众号提供的服务出现故障，请稍后再试"),
  /** Whether a tapped menu link of a test account carries `bizmsgmenuid`. */
  menuIdFromTestAccount: z.boolean().default(false),
  /** Whether one tapped on a desktop client does. */
  menuIdFromDesktop: z.boolean().default(false),
  /** Lifetime of a temporary QR created without `expire_seconds`: 60, and 30 in older pages. */
  qrcodeDefaultSeconds: z.int().min(1).max(2_592_000).default(60),
  /** `strict`: a scene or lifetime out of range is 40053. `lenient`: it is cut to the range. */
  qrcodeRanges: z.enum(["strict", "lenient"]).default("strict"),
  /** How long the old stable token lives on after `force_refresh`. */
  forceRefreshGraceSeconds: seconds.default(0),
  /** What the 21st `force_refresh` of a day gets: 45009, or the current token. */
  forceRefreshOverLimit: z.enum(["error", "current"]).default("error"),
  /** How often a day each account may make a call that WeChat gives no figure for. */
  defaultDayQuota: quota.default(1_000_000),
  /** Limits by path, before WeChat's own: `{"/cgi-bin/token": {"day": 10}}`. */
  quotas: z
    .record(
      z.string().regex(/^\/(cgi-bin|sns|wxa)\//, "must be a path such as /cgi-bin/token"),
      z.strictObject({ day: quota.optional(), minute: quota.optional() }),
    )
    .default({}),
  /** How many customer-service messages one message of a person allows: 5 within 48 h, and 20 before 2023. */
  customMessagesPerMessage: z.int().min(1).max(1000).default(5),
  /**
   * How many articles a passive reply may hold: `documented` is 1 in answer to a message and 8 to an event;
   * `one` is 1 in any case, as seen since 2018; `eight` is 8.
   */
  newsArticles: z.enum(["documented", "one", "eight"]).default("documented"),
  /** Whether messages may hold any media id, or only those that people have sent. */
  mediaIds: z.enum(["any", "known"]).default("any"),
  /** How long a mini-program's session_key stays the same when wx.login is called again. Not documented. */
  sessionKeySeconds: seconds.default(60),
  /** How many 小程序码 and QRs with a path a 小程序 may ever make; those with a scene are not counted. */
  miniProgramCodes: quota.default(100_000),
  /** The format of a 小程序码 with `is_hyaline`: a transparent PNG, or a JPEG like the others. WeChat has sent both. */
  hyalinePictures: z.enum(["png", "jpeg"]).default("png"),
  /** Whether a 小程序's `subscribe/send` answers with a `msgid`, as `bizsend` does. */
  subscribeMsgId: z.boolean().default(false),
  /** How often a mini-program's links may be opened in a day: 3 million by the call's page, 6 by the guide. */
  linkVisitsPerDay: quota.default(3_000_000),
  /**
   * What URL Links begin with. WeChat's own open on a real phone only; with `/wxaurl` below the simulator's own address,
   * browsers that follow one are asked on whose phone.
   */
  urlLinks: z
    .url({ protocol: /^https?$/ })
    .regex(/[^/]$/, "must not end with a slash")
    .default("https://wxaurl.cn"),
  /** What becomes of template messages that could be delivered. */
  templateResult: z.enum(["success", "system failed"]).default("success"),
  /** What names are when `callback/check` looks them up; `localhost` and addresses are known. */
  dns: z.record(z.string().max(253), z.array(z.union([z.ipv4(), z.ipv6()])).max(20)).default({}),
  /** What `getcallbackip` and `get_api_domain_ip` list. */
  addresses: z
    .array(z.union([z.ipv4(), z.ipv6()]))
    .min(1)
    .max(100)
    .default(["127.0.0.1"]),
  ...oauthSwitches,
});

/** Moving the clock is a change, not a setting. `advanceSeconds` adds to what it has been moved before. */
const changesSchema = settingsSchema
  .partial()
  .extend({ clock: z.strictObject({ advanceSeconds: z.int().min(-3_153_600_000).max(3_153_600_000) }).optional() });

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
export type SettingsChanges = z.input<typeof changesSchema>;

export function createSettings(given: SettingsInput = {}): Settings {
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) throw Refused.by(parsed.error, "the settings are not valid");
  return parsed.data;
}

/** Applies changes in place, all or (with {@link Refused}) none, and says by how much to move the clock. */
export function changeSettings(settings: Settings, changes: unknown): { advanceSeconds: number } {
  const given = changesSchema.safeParse(changes);
  if (!given.success) throw Refused.by(given.error, "the settings cannot be changed so");
  // Parsed with their defaults, absent settings would come back; only what was named may change.
  for (const [key, value] of Object.entries(given.data))
    if (key !== "clock" && Object.hasOwn(changes as object, key)) Object.assign(settings, { [key]: value });
  return { advanceSeconds: given.data.clock?.advanceSeconds ?? 0 };
}

import { z } from "zod";

const seconds = z.int().min(0).max(86_400);

/** What WeChat's pages on OAuth leave open or contradict, as switches of `/_sim/settings`. */
export const oauthSwitches = {
  /** Lifetime of a code of a 网站应用: ten minutes by its pages, five in older ones. */
  websiteCodeSeconds: seconds.default(600),
  /** Lifetime of a code of 网页授权. */
  h5CodeSeconds: seconds.default(300),
  /** How long after its use a code answers 40163; later, 40029. 0: 40029 at once. */
  usedCodeSeconds: seconds.default(300),
  /** What a code that expired unused answers. */
  expiredCode: z.union([z.literal(42003), z.literal(40029)]).default(42003),
  /** Whether refreshing gives a new refresh_token and ends the old one. Pages differ. */
  refreshTokenRotates: z.boolean().default(false),
  /** Whether `snsapi_base` also gives the unionid of a bound account. Recently seen, not documented. */
  unionIdInBase: z.boolean().default(false),
  /** Whether a person who agreed before is asked again only by `forcePopup=true`. */
  consentRemembered: z.boolean().default(true),
  /** When `snsapi_userinfo` opens the snapshot page: where `forceSnapShot=true` asks for the check, never, always. */
  snapshot: z.enum(["asked", "never", "always"]).default("asked"),
  /** Whether an H5 `state` must be there (10013), and be letters and digits, 128 at most. */
  strictState: z.boolean().default(false),
  /** How often one person may be sent to one account's authorize page in a minute (10009); null: no limit. */
  authorizePerMinute: z.int().min(1).nullable().default(null),
  /** Lifetime of the QR of a qrconnect page. */
  qrconnectSeconds: z.int().min(1).max(86_400).default(300),
  /** How long the long-poll of a qrconnect page is held. */
  longPollSeconds: z.int().min(1).max(60).default(25),
  /** Whether refusing a website login redirects, with the state only, as older pages said. */
  refusalRedirects: z.boolean().default(false),
};

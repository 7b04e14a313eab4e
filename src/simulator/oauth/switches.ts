import { z } from "zod";

const seconds = z.int().min(0).max(86_400);

/** What WeChat's pages on OAuth leave open or contradict, as switches of `/_sim/settings`. */
export const oauthSwitches = {
  websiteCodeSeconds: seconds
    .default(600)
    .describe("Lifetime in seconds of the code of a 网站应用: ten minutes by WeChat's pages, five in older ones"),
  h5CodeSeconds: seconds.default(300).describe("Lifetime in seconds of the code of 网页授权"),
  usedCodeSeconds: seconds
    .default(300)
    .describe("For how many seconds a used code fails with 40163; later it fails with 40029. 0: with 40029 at once"),
  expiredCode: z
    .union([z.literal(42003), z.literal(40029)])
    .default(42003)
    .describe("The errcode of a code that expired unused"),
  refreshTokenRotates: z
    .boolean()
    .default(false)
    .describe("Whether a refresh returns a new refresh_token and ends the old one. WeChat's pages differ"),
  unionIdInBase: z
    .boolean()
    .default(false)
    .describe("Whether `snsapi_base` also returns the unionid of a bound account. Seen recently, not documented"),
  consentRemembered: z
    .boolean()
    .default(true)
    .describe("Whether a person who has agreed before is asked again only with `forcePopup=true`"),
  snapshot: z
    .enum(["asked", "never", "always"])
    .default("asked")
    .describe(
      "When `snsapi_userinfo` opens the snapshot page (快照页): if `forceSnapShot=true` requests the check, never, or always",
    ),
  strictState: z
    .boolean()
    .default(false)
    .describe("Whether 网页授权 requires a `state` (else 10013) of at most 128 letters and digits"),
  authorizePerMinute: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("How often a minute one person may open one account's authorize page (else 10009); null: no limit"),
  qrconnectSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe("Lifetime in seconds of the QR of a qrconnect page"),
  longPollSeconds: z
    .int()
    .min(1)
    .max(60)
    .default(25)
    .describe("How many seconds the long poll of a qrconnect page is held"),
  refusalRedirects: z
    .boolean()
    .default(false)
    .describe("Whether a refused website login redirects with the state only, as older pages of WeChat's say"),
};

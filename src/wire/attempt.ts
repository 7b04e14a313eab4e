import { z } from "zod";

const token = z.string().regex(/^[\w-]{1,128}$/, "letters, digits, - and _, at most 128");
const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

export const channel = z
  .enum(["official-account-qr", "official-account-code", "mini-program", "open-platform", "in-wechat"])
  .describe("The way of proving who you are");

export const attemptStatus = z
  .enum(["pending", "scanned", "phone_required", "granted", "redeemed", "expired", "declined", "cancelled"])
  .describe("Where the attempt stands; the last four are final");

export const purpose = z.enum(["sign-in", "link", "prove"]);

/** What `prove` may be for. */
export const approvalAction = z.enum(["link", "remove", "restore"]);

/** `POST /v1/attempts` */
export const startAttempt = z
  .strictObject({
    application: token.describe("The application's id; may be absent where there is only one, or a default").optional(),
    channel: z
      .union([channel, z.literal("auto")])
      .describe("Default `auto`")
      .optional(),
    source: token.describe("The appid to use; default the application's first that can").optional(),
    purpose: purpose
      .describe("Default `sign-in`. The others are for whoever is signed in: add a WeChat, or prove who one is again")
      .optional(),
    for: approvalAction
      .describe(
        "With `prove`: what a WeChat of the account is asked to approve; default `link`. Good once, for that alone",
      )
      .optional(),
    identity: token
      .describe("With `for`: `remove` or `restore`, which identity, by its id of `GET /v1/account/identities`")
      .optional(),
    returnTo: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe("Where the person comes from, and goes back to after a page of WeChat's; an allowed origin")
      .optional(),
    claim: z.enum(["cookie", "header"]).describe("Where this client keeps its claim; default `cookie`").optional(),
  })
  .describe("Start an attempt");

/** What `GET /v1/attempts/{id}` and every stream of it show. */
export const attemptView = z
  .object({
    id: z.string(),
    channel,
    status: attemptStatus,
    reason: z
      .enum(["by_person", "wrong_number", "wrong_pairing_code", "newcomer_refused", "conflict", "wechat_lost"])
      .describe("Why it was declined")
      .optional(),
    expiresAt: time.describe("The deadline of the current status"),
    number: z
      .string()
      .describe("Two digits to be shown while `scanned`: the chat asks for them, where the policy confirms by number")
      .optional(),
    account: z
      .object({ id: z.string(), name: z.string(), avatar: z.string().describe("An address, or a data URI") })
      .describe("Whom it signs in: while granted; before that only where this browser has signed in as them")
      .optional(),
    pairing: z
      .enum(["code", "agree"])
      .describe(
        "What the page asks of its holder before the redeem, or before the phone: `code`, the pairing code that the " +
          "WeChat which scanned was told; `agree`, whether the person in `account` is who they mean",
      )
      .optional(),
    ask: z
      .literal(true)
      .describe("While granted: this browser signed in as another account last. Ask the person before the redeem")
      .optional(),
    phone: z
      .object({
        sentTo: z.string().describe("The number the newest SMS went to, masked as in `138****8000`").optional(),
        resendAt: time.describe("From when on another SMS may be asked for; absent: now").optional(),
      })
      .describe("While `phone_required`: the person is to show that a phone is theirs")
      .optional(),
  })
  .describe("An attempt, as the browser that started it sees it");

/** The answer of `POST /v1/attempts` and of `…/refresh`. */
export const startedAttempt = attemptView
  .extend({
    application: z
      .object({ name: z.string(), logo: z.string().describe("An address, or a data URI").optional() })
      .describe("What is signed in to"),
    why: z.string().describe("Why this channel was chosen, where it was chosen for you").optional(),
    qr: z
      .object({
        image: z.string().describe("A PNG or JPEG as a data URI"),
        content: z
          .string()
          .describe("The text inside; absent for a mini-program's code, which only WeChat reads")
          .optional(),
        svg: z.string().describe("The same as an SVG document").optional(),
      })
      .optional(),
    code: z
      .object({
        text: z.string().describe("The digits to be sent as a message"),
        sendTo: z
          .object({ name: z.string(), image: z.string().describe("The account's QR as a data URI").optional() })
          .describe("The account to send them to, which has to be followed first"),
      })
      .describe("In the channel `official-account-code`; the same for as long as the attempt waits")
      .optional(),
    link: z
      .url()
      .describe("Where to send the browser: WeChat's own page, or, from a phone, into the mini-program beside the page")
      .optional(),
    wxLogin: z
      .object({ appid: z.string(), scope: z.string(), redirectUri: z.url(), state: z.string() })
      .describe("The same for `wxLogin.js`, which shows that page's QR in a frame; `redirectUri` is not encoded yet")
      .optional(),
    claim: z.string().describe("Once, where `claim` was `header`: send it as `Authorization: Bearer …`").optional(),
  })
  .describe("A new attempt, or the pending one that this browser has");

/** `POST /v1/attempts/{id}/code` */
export const enterCode = z
  .strictObject({ text: z.string().min(1).max(64).describe("The code that the chat gave") })
  .describe("Type in a code");

/** What the page says of the person, where the attempt's `pairing` asks for it. */
const pairingAnswer = {
  pairingCode: z
    .string()
    .min(1)
    .max(40)
    .describe("The six digits that the WeChat which scanned was told; three tries, then the attempt ends")
    .optional(),
  agreed: z.boolean().describe("The holder of the page means the person that `account` names").optional(),
};

/** `POST /v1/attempts/{id}/pair` */
export const pairAttempt = z.strictObject(pairingAnswer).describe("Pair the page with the WeChat that answered");

/** `POST /v1/attempts/{id}/phone` */
export const bindPhone = z
  .strictObject({
    phone: z
      .string()
      .min(1)
      .max(40)
      .describe("A number; Chinese mobiles as they are, others with + and their country")
      .optional(),
    otp: z.string().min(1).max(40).describe("The code of the newest SMS; without it, an SMS is sent").optional(),
    ...pairingAnswer,
  })
  .refine(({ phone, otp }) => phone !== undefined || otp !== undefined, { error: "phone, otp or both are needed" })
  .describe("Bind a phone: `phone` sends an SMS with a code, `otp` takes the code");

/** `POST /v1/attempts/{id}/redeem` */
export const redeemAttempt = z
  .strictObject({
    mode: z.enum(["cookie", "token"]).describe("How the session is kept; default `cookie`").optional(),
    ...pairingAnswer,
  })
  .describe("Fetch the result");

export type StartAttempt = z.infer<typeof startAttempt>;
export type AttemptView = z.infer<typeof attemptView>;
export type StartedAttempt = z.infer<typeof startedAttempt>;

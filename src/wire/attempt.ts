// The schemas of attempts.
import { z } from "zod";
import { agreedTerms, termsView } from "./terms.ts";

export type { AttemptView, StartAttempt, StartedAttempt } from "./interfaces.ts";

const token = z.string().regex(/^[\w-]{1,128}$/, "letters, digits, - and _, at most 128");
const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

export const channel = z
  .enum(["official-account-qr", "official-account-code", "mini-program", "open-platform", "in-wechat"])
  .describe("The way a person proves who they are");

export const attemptStatus = z
  .enum(["pending", "scanned", "phone_required", "granted", "redeemed", "expired", "declined", "cancelled"])
  .describe("The attempt's status; the last four are final");

/** What an attempt is for. */
export const purpose = z.enum(["sign-in", "link", "prove"]);

/** What an attempt of purpose `prove` may approve. */
export const approvalAction = z.enum(["link", "remove", "restore", "delete", "phone"]);

/** `POST /v1/attempts` */
export const startAttempt = z
  .strictObject({
    application: token
      .describe("The application's id. Optional if the service has one application, or a default one")
      .optional(),
    channel: z
      .union([channel, z.literal("auto")])
      .describe("The channel to use; `auto`, the default, lets the service choose")
      .optional(),
    source: token
      .describe("The appid of the source to use; default: the application's first source that supports the channel")
      .optional(),
    purpose: purpose
      .describe(
        "Default `sign-in`. The others need a session: `link` adds a WeChat to its account, `prove` approves a change of it",
      )
      .optional(),
    for: approvalAction
      .describe(
        "With `prove`: the change that a WeChat of the account is asked to approve; default `link`. One approval is good for one change of this kind. `phone` asks for the new phone as a newcomer's attempt does, and its redeem announces the change",
      )
      .optional(),
    identity: token
      .describe('With `for: "remove"` or `"restore"`: the id of the identity, from `GET /v1/account/identities`')
      .optional(),
    returnTo: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe(
        "The address that the browser returns to after a page of WeChat's; its origin must be one of the application's. At most 2,048 characters",
      )
      .optional(),
    claim: z
      .enum(["cookie", "header"])
      .describe(
        "How this client keeps its claim; default `cookie`. `header`: the response has a `claim`, which the client sends as a bearer token",
      )
      .optional(),
  })
  .describe("The options of a new attempt");

/** The body of `GET /v1/attempts/{id}`, and of each event of its streams. */
export const attemptView = z
  .object({
    id: z.string().describe("The attempt's id"),
    channel,
    status: attemptStatus,
    reason: z
      .enum([
        "by_person",
        "wrong_number",
        "wrong_pairing_code",
        "newcomer_refused",
        "conflict",
        "wechat_lost",
        "account_suspended",
        "not_admitted",
      ])
      .describe("Why the attempt was declined; only with the status `declined`")
      .optional(),
    expiresAt: time.describe("The deadline of the current status (RFC 3339, UTC)"),
    number: z
      .string()
      .describe(
        "Two digits for the page to show while `scanned`. The chat asks for them; only with the policy `confirmBy: number`",
      )
      .optional(),
    account: z
      .object({
        id: z.string().describe("The account's id"),
        name: z.string().describe("The name to show"),
        avatar: z.string().describe("The picture to show: an https address, or a data URI"),
      })
      .describe(
        "The account that is signed in. Present once `granted`; before that only if this browser has signed in to the account before",
      )
      .optional(),
    invited: z
      .literal(true)
      .describe("An invitation was typed in: the WeChat that answers is added to its account")
      .optional(),
    pairing: z
      .enum(["code", "agree"])
      .describe(
        "What the page must ask before it redeems or binds a phone. `code`: the six-digit pairing code shown in the " +
          "WeChat that scanned. `agree`: whether the person in `account` is the right one",
      )
      .optional(),
    addedAt: time
      .describe(
        "With `pairing`: `agree`: when `account` got this WeChat, which signs in to it for the first time. Ask whether the " +
          "account is theirs; `agreed: false` at `…/pair` leaves it, and goes on as a newcomer",
      )
      .optional(),
    ask: z
      .literal(true)
      .describe("Once `granted`: this browser was last signed in to another account. Ask the person before redeeming")
      .optional(),
    terms: termsView
      .describe(
        "Once `granted`: the terms that the person has to agree to first. Show them, and redeem with those agreed to",
      )
      .optional(),
    phone: z
      .object({
        sentTo: z
          .string()
          .describe("The number that the latest SMS was sent to, masked as in `138****8000`")
          .optional(),
        resendAt: time.describe("When another SMS may be requested (RFC 3339, UTC); absent: now").optional(),
      })
      .describe("While `phone_required`: the SMS sent so far. The person has to verify a phone number")
      .optional(),
  })
  .describe("An attempt as shown to the browser that started it");

/** The response to `POST /v1/attempts` and to `…/refresh`. */
export const startedAttempt = attemptView
  .extend({
    application: z
      .object({
        name: z.string().describe("The application's name"),
        logo: z.string().describe("Its logo: an https address, or a data URI").optional(),
        terms: termsView.describe("Its terms, for links beside the sign-in").optional(),
      })
      .describe("The application that the person signs in to"),
    why: z.string().describe("Why the service chose this channel; only if it was asked to choose").optional(),
    qr: z
      .object({
        image: z.string().describe("A PNG or JPEG as a data URI"),
        content: z
          .string()
          .describe("The text inside the QR; absent for a mini-program's code, which only WeChat can read")
          .optional(),
        svg: z.string().describe("The same QR as an SVG document").optional(),
      })
      .describe("The QR to scan; absent in channels without one")
      .optional(),
    code: z
      .object({
        text: z.string().describe("The digits that the person sends as a message: six to eight"),
        sendTo: z
          .object({
            name: z.string().describe("The account's name"),
            image: z.string().describe("The account's QR as a data URI").optional(),
          })
          .describe("The official account to send them to; the person has to follow it first"),
      })
      .describe(
        "The code to send; only in the channel `official-account-code`. It stays the same while the attempt is pending",
      )
      .optional(),
    link: z
      .url()
      .describe("The address to navigate to: WeChat's own page, or on a phone, a link that opens the mini-program")
      .optional(),
    wxLogin: z
      .object({
        appid: z.string().describe("The appid of the 网站应用"),
        scope: z.string().describe("The OAuth scope"),
        redirectUri: z.url().describe("The OAuth redirect URI, not URL-encoded"),
        state: z.string().describe("The OAuth state"),
      })
      .describe(
        "The same as `link`, as parameters for WeChat's `wxLogin.js`, which shows the QR of that page in a frame",
      )
      .optional(),
    claim: z
      .string()
      .describe("The claim, if `claim` was `header`. It is returned once; send it as `Authorization: Bearer …`")
      .optional(),
  })
  .describe("A new attempt, or the pending one of this browser");

/** `POST /v1/attempts/{id}/code` */
export const enterCode = z
  .strictObject({ text: z.string().min(1).max(64).describe("The code from the chat; 1 to 64 characters") })
  .describe("Submit a code from the chat");

/** `POST /v1/attempts/{id}/invitation` */
export const enterInvitation = z
  .strictObject({ code: z.string().min(1).max(64).describe("The code that the operator gave the person") })
  .describe("Type in an invitation, before anybody answers");

/** The fields that an attempt's `pairing` asks for. */
const pairingAnswer = {
  pairingCode: z
    .string()
    .min(1)
    .max(40)
    .describe("The six digits shown in the WeChat that scanned. The attempt ends after three wrong ones")
    .optional(),
  agreed: z.boolean().describe("Whether the person at the page has agreed that `account` is the right one").optional(),
};

/** `POST /v1/attempts/{id}/pair` */
export const pairAttempt = z.strictObject(pairingAnswer).describe("Pair the page with the WeChat that scanned");

/** `POST /v1/attempts/{id}/phone` */
export const bindPhone = z
  .strictObject({
    phone: z
      .string()
      .min(1)
      .max(40)
      .describe("A phone number: a Chinese mobile as it is, any other with + and its country code")
      .optional(),
    otp: z.string().min(1).max(40).describe("The code of the latest SMS; if absent, an SMS is sent").optional(),
    newOwner: z
      .boolean()
      .describe(
        "With `otp`: the number is the person's now and was another account's before. They get an account of their own and " +
          "the number; the other account loses only the number, and is told. Without it that is a `conflict`",
      )
      .optional(),
    ...pairingAnswer,
  })
  .refine(({ phone, otp }) => phone !== undefined || otp !== undefined, { error: "phone, otp or both are required" })
  .describe("Bind a phone: `phone` requests an SMS with a code, `otp` submits the code");

/** `POST /v1/attempts/{id}/redeem` */
export const redeemAttempt = z
  .strictObject({
    mode: z
      .enum(["cookie", "token"])
      .describe("How the client keeps the session: in a cookie (default), or as access and refresh tokens")
      .optional(),
    terms: agreedTerms
      .describe("The terms that the person has agreed to: all that the attempt's `terms` has, or 409 `terms_required`")
      .optional(),
    ...pairingAnswer,
  })
  .describe("Redeem a granted attempt");

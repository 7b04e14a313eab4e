import { z } from "zod";
import { approvalAction, attemptStatus, attemptView, purpose } from "./attempt.ts";
import { agreedTerms } from "./terms.ts";

export type { AskedView, MiniProgramSessionView } from "./interfaces.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

/** `POST /mini-program/{appid}/login` */
export const miniProgramLogin = z
  .strictObject({
    code: z
      .string()
      .regex(/^[\x21-\x7e]{1,512}$/, "1 to 512 characters of ASCII, without spaces")
      .describe("The code from `wx.login`; it works once"),
  })
  .describe("Sign in to the mini-program");

/** `POST /v1/sign-in/mini-program` */
export const miniProgramSignIn = miniProgramLogin
  .extend({
    application: z
      .string()
      .regex(/^[\w-]{1,128}$/, "letters, digits, - and _, at most 128")
      .describe("The application to sign in to; may be absent where there is only one, or a default one")
      .optional(),
    appid: z
      .string()
      .regex(/^[\w-]{1,128}$/, "letters, digits, - and _, at most 128")
      .describe("The mini-program's appid, a source of the application"),
    phoneCode: z
      .string()
      .regex(/^[\x21-\x7e]{1,512}$/, "1 to 512 characters of ASCII, without spaces")
      .describe("The code from a `getPhoneNumber` button, if a newcomer has to bind a phone; it works once")
      .optional(),
    terms: agreedTerms.describe("The terms that the person has agreed to").optional(),
  })
  .describe("Sign in the person who holds the phone");

/** The response to it. */
export const miniProgramSession = z
  .object({
    session: z.string().describe("The bearer token of the other calls"),
    expiresIn: z.int().describe("Lifetime of the token in seconds"),
  })
  .describe("A session of the mini-program");

/** `POST …/confirm` */
export const confirmation = z
  .strictObject({
    phoneCode: z
      .string()
      .regex(/^[\x21-\x7e]{1,512}$/, "1 to 512 characters of ASCII, without spaces")
      .describe("The code from a `getPhoneNumber` button, if `needsPhone`; it works once")
      .optional(),
    number: z
      .string()
      .regex(/^\d{2}$/, "two digits")
      .describe(
        "The number shown in the browser, as the person typed it, if `needsNumber`; a wrong one declines the attempt",
      )
      .optional(),
    own: z
      .boolean()
      .describe("Whether the account of `opens` is the person's, where it is shown; `false`: they get one of their own")
      .optional(),
    purpose: purpose
      .describe("The purpose that the page told the person; default `sign-in`. It must be the attempt's own")
      .optional(),
  })
  .describe("Confirm the attempt");

/** `POST …/scan`, `…/decline`: the body is empty. */
export const decision = z.strictObject({}).describe("An empty object");

/** What a person needs to know before they decide, and the response to their decision. It never holds the result of the sign-in. */
export const askedView = z
  .object({
    purpose: purpose
      .describe(
        "What the person is asked for: `link` adds this WeChat to an account, `prove` approves a change; absent for a sign-in",
      )
      .optional(),
    approves: approvalAction
      .describe("With `prove`: the change that is approved. The page must name it to the person")
      .optional(),
    site: z.string().describe("The name of the application"),
    browser: z
      .string()
      .describe("The browser that started the attempt, as in `Chrome · macOS`; empty if it is unknown"),
    startedAt: time.describe("When the attempt was started (RFC 3339, UTC)"),
    status: attemptStatus,
    reason: attemptView.shape.reason,
    needsPhone: z.boolean().describe("Whether a phone is required: send `phoneCode`, or the page verifies one by SMS"),
    needsNumber: z.literal(true).describe("The confirmation needs the two digits shown in the browser").optional(),
    opens: z
      .object({ name: z.string(), addedAt: time.describe("When it got this WeChat") })
      .describe("The account that is signed in to, at the first sign-in of a WeChat that was added to it. Ask by `own`")
      .optional(),
    pairingCode: z
      .string()
      .describe("Show this code: the person types it on the page that they opened themselves, which waits for it")
      .optional(),
    expiresAt: time.describe("The deadline of the current status (RFC 3339, UTC)"),
  })
  .describe("An attempt as shown to the person who scanned its code");

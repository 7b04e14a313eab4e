import { z } from "zod";
import { approvalAction, attemptStatus, attemptView, purpose } from "./attempt.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

/** `POST /mini-program/{appid}/login` */
export const miniProgramLogin = z
  .strictObject({
    code: z
      .string()
      .regex(/^[\x21-\x7e]{1,512}$/, "1 to 512 characters of ASCII, without spaces")
      .describe("What `wx.login` gave; it works once"),
  })
  .describe("Sign in to the mini-program");

/** Its answer. */
export const miniProgramSession = z
  .object({
    session: z.string().describe("The bearer of the other calls"),
    expiresIn: z.int().describe("Seconds that it is good for"),
  })
  .describe("Who is at the mini-program");

/** `POST …/confirm` */
export const confirmation = z
  .strictObject({
    phoneCode: z
      .string()
      .regex(/^[\x21-\x7e]{1,512}$/, "1 to 512 characters of ASCII, without spaces")
      .describe("What a `getPhoneNumber` button gave, where a phone is asked for; it works once")
      .optional(),
    number: z
      .string()
      .regex(/^\d{2}$/, "two digits")
      .describe("The number that the browser shows, as the person typed it, where `needsNumber` says so; one try")
      .optional(),
    purpose: purpose
      .describe("What the page has told the person that they confirm; default `sign-in`. Another one is refused")
      .optional(),
  })
  .describe("Allow it");

/** `POST …/scan`, `…/decline`: the address says it all. */
export const decision = z.strictObject({}).describe("Nothing");

/** What a decision needs, and the answer to one. Never the result. */
export const askedView = z
  .object({
    purpose: purpose
      .describe("What is asked: to add this WeChat to an account, or to prove who one is; absent for a sign-in")
      .optional(),
    approves: approvalAction
      .describe("What a proof approves: another WeChat is added, one is removed or restored. Name it to the person")
      .optional(),
    site: z.string().describe("What is signed in to"),
    browser: z.string().describe("The browser that asks, as in `Chrome · macOS`; empty where it is not known"),
    startedAt: time.describe("When it asked"),
    status: attemptStatus,
    reason: attemptView.shape.reason,
    needsPhone: z.boolean().describe("Whether a phone is asked for: by `phoneCode`, or by SMS on the page"),
    needsNumber: z.literal(true).describe("The confirm wants the two digits that the browser shows").optional(),
    pairingCode: z
      .string()
      .describe("Show it, to be typed on the page that the person opened themselves; the page waits for it")
      .optional(),
    expiresAt: time.describe("The deadline of the current status"),
  })
  .describe("An attempt, as the person who scanned its code sees it");
export type MiniProgramSessionView = z.infer<typeof miniProgramSession>;
export type AskedView = z.infer<typeof askedView>;

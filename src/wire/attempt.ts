import { z } from "zod";

const token = z.string().regex(/^[\w-]{1,128}$/, "letters, digits, - and _, at most 128");
const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

export const channel = z.enum(["official-account-qr"]).describe("The way of proving who you are");

export const attemptStatus = z
  .enum(["pending", "scanned", "phone_required", "granted", "redeemed", "expired", "declined", "cancelled"])
  .describe("Where the attempt stands; the last four are final");

/** `POST /v1/attempts` */
export const startAttempt = z
  .strictObject({
    application: token.describe("The application's id; may be absent where there is only one").optional(),
    channel: z
      .union([channel, z.literal("auto")])
      .describe("Default `auto`")
      .optional(),
    source: token.describe("The appid to use; default the application's first that can").optional(),
    purpose: z.enum(["sign-in"]).describe("Default `sign-in`").optional(),
    returnTo: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe("Where the person comes from; an allowed origin")
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
    reason: z.enum(["by_person", "newcomer_refused", "conflict"]).describe("Why it was declined").optional(),
    expiresAt: time.describe("The deadline of the current status"),
  })
  .describe("An attempt, as the browser that started it sees it");

/** The answer of `POST /v1/attempts` and of `…/refresh`. */
export const startedAttempt = attemptView
  .extend({
    why: z.string().describe("Why this channel was chosen, where it was chosen for you").optional(),
    qr: z
      .object({
        image: z.string().describe("A PNG as a data URI"),
        content: z.string().describe("The text inside").optional(),
        svg: z.string().describe("The same as an SVG document").optional(),
      })
      .optional(),
    claim: z.string().describe("Once, where `claim` was `header`: send it as `Authorization: Claim …`").optional(),
  })
  .describe("A new attempt, or the pending one that this browser has");

/** `POST /v1/attempts/{id}/redeem` */
export const redeemAttempt = z
  .strictObject({ mode: z.enum(["cookie", "token"]).describe("How the session is kept; default `cookie`").optional() })
  .describe("Fetch the result");

export type StartAttempt = z.infer<typeof startAttempt>;
export type AttemptView = z.infer<typeof attemptView>;
export type StartedAttempt = z.infer<typeof startedAttempt>;

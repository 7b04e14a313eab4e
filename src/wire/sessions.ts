import { z } from "zod";
import { channel } from "./attempt.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

/** The answer of the calls on `/v1/sessions`. */
export const sessionsView = z
  .object({
    sessions: z.array(
      z.object({
        id: z.string().describe("Names it in these calls"),
        application: z.string().describe("The application that was signed in to"),
        channel,
        browser: z.string().describe("As in `Chrome · macOS`; empty where it did not say").optional(),
        network: z.string().describe("Where it signed in from, as in `203.0.113.0/24`").optional(),
        createdAt: time.describe("When it signed in"),
        expiresAt: time,
        isCurrent: z.boolean().describe("Whether this call came by it"),
      }),
    ),
  })
  .describe("The browsers and devices in which the account is signed in, the newest first");

export type SessionsView = z.infer<typeof sessionsView>;

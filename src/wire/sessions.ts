import { z } from "zod";
import { channel } from "./attempt.ts";

export type { SessionsView } from "./interfaces.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

/** The response to the calls on `/v1/sessions`. */
export const sessionsView = z
  .object({
    sessions: z
      .array(
        z.object({
          id: z.string().describe("The session's id in these calls"),
          application: z.string().describe("The id of the application that was signed in to"),
          channel,
          browser: z.string().describe("The browser, as in `Chrome · macOS`; empty if it is unknown").optional(),
          network: z.string().describe("The network it signed in from, as in `203.0.113.0/24`").optional(),
          createdAt: time.describe("When it signed in (RFC 3339, UTC)"),
          expiresAt: time.describe("When the session ends (RFC 3339, UTC)"),
          isCurrent: z.boolean().describe("Whether this is the session of the request"),
        }),
      )
      .describe("The sessions"),
  })
  .describe("The sessions of the account that is signed in, the newest first");

import { z } from "zod";
import { channel } from "./attempt.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

export const accountView = z
  .object({
    id: z.string(),
    name: z.string(),
    avatar: z.string().describe("An image: an https address, or a data URI"),
    phone: z.string().describe("Masked, as in `138****8000`; absent where none is known").optional(),
    createdAt: time,
    lastSignInAt: time,
    isNew: z.boolean().describe("Whether this sign-in created the account"),
  })
  .describe("A person, as the operator knows them");

/** The answer of redeem and of `GET /v1/session`. */
export const sessionView = z
  .object({
    account: accountView,
    identity: z
      .object({ channel, appid: z.string(), openid: z.string(), unionid: z.string().optional() })
      .describe("The person, as the source knows them"),
    session: z.object({
      id: z.string(),
      application: z.string().describe("The application that was signed in to"),
      expiresAt: time,
    }),
  })
  .describe("Who is signed in");

export type AccountView = z.infer<typeof accountView>;
export type SessionView = z.infer<typeof sessionView>;

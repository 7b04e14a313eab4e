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

export const noticeView = z
  .object({
    id: z.string(),
    kind: z
      .enum([
        "identity_added",
        "identity_restored",
        "identity_removed",
        "identity_taken_back",
        "identity_lost",
        "removal_announced",
        "deletion_announced",
        "phone_announced",
        "change_stopped",
        "phone_changed",
        "number_lost",
      ])
      .describe("What happened to the account, or is going to"),
    at: time,
    identity: z
      .object({
        id: z.string().describe("As in `GET /v1/account/identities`"),
        source: z.string().describe("The WeChat account, as its followers know it").optional(),
      })
      .describe("The WeChat that it is about")
      .optional(),
    change: z.string().describe("The announced change that it is about, by its id").optional(),
    dueAt: time.describe("When that change is made").optional(),
  })
  .describe("Something that the people of an account are told");

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
    notices: z
      .array(noticeView)
      .describe(
        "What the account's people were told in the last seven days, the newest first; only for an application with `manageAccount`",
      )
      .optional(),
  })
  .describe("Who is signed in");

export type NoticeView = z.infer<typeof noticeView>;
export type AccountView = z.infer<typeof accountView>;
export type SessionView = z.infer<typeof sessionView>;

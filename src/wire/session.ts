// The schemas of accounts and sessions.
import { z } from "zod";
import { channel } from "./attempt.ts";
import { termsView } from "./terms.ts";

export type { AccountView, NoticeView, SessionView } from "./interfaces.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

export const accountView = z
  .object({
    id: z.string().describe("The account's id"),
    name: z.string().describe("The name to show"),
    avatar: z.string().describe("The picture to show: an https address, or a data URI"),
    phone: z.string().describe("The phone number, masked as in `138****8000`; absent if none is known").optional(),
    createdAt: time.describe("When the account was created (RFC 3339, UTC)"),
    lastSignInAt: time.describe("When it last signed in (RFC 3339, UTC)"),
    isNew: z.boolean().describe("Whether this sign-in created the account"),
  })
  .describe("An account: a person as the operator knows them");

export const noticeView = z
  .object({
    id: z.string().describe("The notice's id"),
    kind: z
      .enum([
        "identity_added",
        "identity_restored",
        "identity_removed",
        "identity_taken_back",
        "identity_lost",
        "invited",
        "removal_announced",
        "deletion_announced",
        "phone_announced",
        "invitation_announced",
        "change_stopped",
        "phone_changed",
        "number_lost",
      ])
      .describe("What happened to the account, or will happen"),
    at: time.describe("When it happened or was announced (RFC 3339, UTC)"),
    identity: z
      .object({
        id: z.string().describe("The identity's id, as in `GET /v1/account/identities`"),
        source: z.string().describe("The name of the source; absent if it is no longer configured").optional(),
      })
      .describe("The WeChat concerned")
      .optional(),
    change: z.string().describe("The id of the announced change").optional(),
    dueAt: time.describe("When that change takes effect (RFC 3339, UTC)").optional(),
  })
  .describe("A notice to the people of an account");

/** The response to a redeem and to `GET /v1/session`. */
export const sessionView = z
  .object({
    account: accountView,
    identity: z
      .object({
        channel,
        appid: z.string().describe("The appid of the source"),
        openid: z.string().describe("The person's openid at the source"),
        unionid: z.string().describe("The person's unionid; absent if WeChat gave none").optional(),
      })
      .describe("The WeChat identity that signed in"),
    session: z
      .object({
        id: z.string().describe("The session's id"),
        application: z.string().describe("The id of the application that was signed in to"),
        expiresAt: time.describe("When the session ends (RFC 3339, UTC)"),
      })
      .describe("The session"),
    terms: termsView
      .describe(
        "The application's terms that the account has yet to agree to, by `POST /v1/session/terms`; absent: none",
      )
      .optional(),
    notices: z
      .array(noticeView)
      .describe(
        "The account's notices of the last seven days, the newest first; only for an application with `manageAccount`",
      )
      .optional(),
  })
  .describe("Who is signed in");

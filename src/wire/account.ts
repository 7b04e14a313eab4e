// The schemas of an account's identities.
import { z } from "zod";

export type { IdentitiesView } from "./interfaces.ts";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

const identity = z.object({
  id: z.string().describe("The identity's id in these calls"),
  appid: z.string().describe("The appid of the source"),
  source: z.string().describe("The name of the source; absent if it is no longer configured").optional(),
});

/** The response to the calls on an account's identities, and to the redeem of an attempt of purpose `link` or `prove`. */
export const identitiesView = z
  .object({
    account: z
      .object({ id: z.string().describe("The account's id"), name: z.string().describe("The name to show") })
      .describe("The account that is signed in"),
    identities: z
      .array(
        identity.extend({
          linkedAt: time
            .describe(
              "When it was linked (RFC 3339, UTC); absent for the account's first identity. An identity removes those linked after itself at once; removing an older one is announced",
            )
            .optional(),
          lostAt: time
            .describe("When the operator marked it as lost (RFC 3339, UTC). A lost identity cannot sign in")
            .optional(),
          isCurrent: z.boolean().describe("Whether this session was signed in with it"),
        }),
      )
      .describe("The account's identities, the oldest first"),
    changes: z
      .array(
        z.object({
          id: z.string().describe("The change's id in these calls"),
          action: z
            .enum(["remove", "delete", "phone", "invite"])
            .describe(
              "What will happen: a WeChat is removed, the account is deleted, its phone is changed, or the operator's invitation, by which a WeChat can be added, comes into force",
            ),
          identity: z.string().describe("The id of the identity to be removed").optional(),
          phone: z.string().describe("The new phone, masked as in `138****8000`").optional(),
          announcedAt: time.describe("When it was announced (RFC 3339, UTC)"),
          dueAt: time.describe("When it takes effect (RFC 3339, UTC), unless it is stopped"),
          no: z
            .enum(["withdraw", "object"])
            .describe(
              "How this session's WeChat may stop it: it announced the change, or may object to it. Absent: it may not, because it was linked later than the WeChat that announced it",
            )
            .optional(),
        }),
      )
      .describe("Announced changes of the account that have not taken effect yet"),
    removed: z
      .array(
        identity.extend({
          restorableUntil: time.describe(
            "Until when it can be restored (RFC 3339, UTC), unless another account has it by then",
          ),
        }),
      )
      .describe("The identities that were removed in the last seven days"),
    session: z
      .object({
        id: z.string().describe("The session's id"),
        freshUntil: time.describe(
          "Until when the session may link a WeChat without another proof (RFC 3339, UTC); in the past if it may not",
        ),
      })
      .describe("The session of the request"),
  })
  .describe("The WeChat identities of the account that is signed in");

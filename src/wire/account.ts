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
    identities: z.array(
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
    ),
    changes: z
      .array(
        z.object({
          id: z.string().describe("Names it in these calls"),
          action: z
            .enum(["remove", "delete", "phone"])
            .describe("A WeChat is removed, the account deleted, its phone changed"),
          identity: z.string().describe("Which identity is removed, by its id").optional(),
          phone: z.string().describe("The new phone, masked as in `138****8000`").optional(),
          announcedAt: time,
          dueAt: time.describe("When it is made, unless somebody who may says no"),
          no: z
            .enum(["withdraw", "object"])
            .describe(
              "What ending it is to this session's WeChat; absent: it is younger than who announced it, and may not",
            )
            .optional(),
        }),
      )
      .describe("What is announced of the account, and not done yet"),
    removed: z.array(
      identity.extend({
        restorableUntil: time.describe(
          "Until when it can be restored (RFC 3339, UTC), unless another account has it by then",
        ),
      }),
    ),
    session: z.object({
      id: z.string().describe("The session's id"),
      freshUntil: time.describe(
        "Until when the session may link a WeChat without another proof (RFC 3339, UTC); in the past if it may not",
      ),
    }),
  })
  .describe("The WeChat identities of the account that is signed in");

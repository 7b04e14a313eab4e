import { z } from "zod";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");

const identity = z.object({
  id: z.string().describe("Names it in these calls"),
  appid: z.string(),
  source: z.string().describe("The WeChat account, as its followers know it").optional(),
});

/** The answer of the calls on an account's identities, and of redeeming an attempt that a session has asked for. */
export const identitiesView = z
  .object({
    account: z.object({ id: z.string(), name: z.string() }),
    identities: z.array(
      identity.extend({
        linkedAt: time
          .describe("When it was added, where the account had others; it takes off none that is older")
          .optional(),
        lostAt: time.describe("When the operator marked it as lost: it signs nobody in").optional(),
        isCurrent: z.boolean().describe("Whether this session was signed in by it"),
      }),
    ),
    removed: z.array(
      identity.extend({ restorableUntil: time.describe("Until when it can be had back, if it is nobody's") }),
    ),
    session: z.object({
      id: z.string(),
      freshUntil: time.describe(
        "Until when it may add a WeChat by the approval that it has; in the past where it has none",
      ),
    }),
  })
  .describe("The WeChat identities of the account that is signed in");

export type IdentitiesView = z.infer<typeof identitiesView>;

import { z } from "zod";
import { purpose } from "./attempt.ts";

/** `POST /wechat/{appid}/oauth`: what WeChat put into the address. */
export const oauthReturn = z
  .strictObject({
    code: z.string().regex(/^[\w-]{1,512}$/, "letters, digits, - and _"),
    state: z.string().regex(/^[A-Za-z0-9]{1,128}$/, "letters and digits, at most 128"),
  })
  .describe("Come back from WeChat");

/** Its answer. */
export const oauthOutcome = z
  .object({
    outcome: z
      .enum(["granted", "phone_required", "declined", "snapshot"])
      .describe(
        "`phone_required`: the page that it came from asks for a phone now; `snapshot`: WeChat showed the page to nobody in particular; the attempt waits on",
      ),
    purpose: purpose.describe("What was asked; absent for a sign-in").optional(),
    reason: z.string().describe("Why it was declined").optional(),
    returnTo: z.url().describe("Where to go on; after `declined`, where to go back to").optional(),
  })
  .describe("What came of it");

export type OauthReturn = z.infer<typeof oauthReturn>;
export type OauthOutcome = z.infer<typeof oauthOutcome>;

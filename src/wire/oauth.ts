import { z } from "zod";
import { purpose } from "./attempt.ts";

export type { OauthOutcome, OauthReturn } from "./interfaces.ts";

/** `POST /wechat/{appid}/oauth`: the parameters that WeChat added to the redirect URI. */
export const oauthReturn = z
  .strictObject({
    code: z
      .string()
      .regex(/^[\w-]{1,512}$/, "letters, digits, - and _")
      .describe("The OAuth code"),
    state: z
      .string()
      .regex(/^[A-Za-z0-9]{1,128}$/, "letters and digits, at most 128")
      .describe("The OAuth state"),
  })
  .describe("An OAuth callback");

/** The response to it. */
export const oauthOutcome = z
  .object({
    outcome: z
      .enum(["granted", "phone_required", "declined", "snapshot"])
      .describe(
        "`phone_required`: the page that started the attempt asks for a phone now. `snapshot`: WeChat opened the page in snapshot mode (快照页) and gave no real user; the attempt stays pending",
      ),
    purpose: purpose.describe("The attempt's purpose; absent for a sign-in").optional(),
    reason: z.string().describe("Why the attempt was declined").optional(),
    returnTo: z.url().describe("The address to continue at; after `declined`, the address to return to").optional(),
  })
  .describe("The result of an OAuth callback");

import { z } from "zod";
import { agreedTerms } from "./terms.ts";

export type { Tokens } from "./interfaces.ts";

/** `POST /v1/tokens/refresh` */
export const refreshTokens = z
  .strictObject({
    refreshToken: z.string().min(1).max(512).describe("The latest refresh token; each works once"),
    terms: agreedTerms
      .describe(
        "The terms that the person has agreed to since: all that are new to the account, or 409 `terms_required`",
      )
      .optional(),
  })
  .describe("Exchange a refresh token");

/** The tokens of a client that keeps no cookie. */
export const tokens = z
  .object({
    accessToken: z.string().describe("A JWT (RFC 9068); verify it with the keys of /.well-known/jwks.json"),
    refreshToken: z.string().describe("The refresh token for the next exchange"),
    expiresIn: z.int().describe("Lifetime of the access token in seconds"),
  })
  .describe("An access token and a refresh token");

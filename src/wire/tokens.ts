import { z } from "zod";

/** `POST /v1/tokens/refresh` */
export const refreshTokens = z
  .strictObject({ refreshToken: z.string().min(1).max(512).describe("The newest one; each works once") })
  .describe("Exchange a refresh token");

/** What a client that keeps no cookie goes on with. */
export const tokens = z
  .object({
    accessToken: z.string().describe("A JWT (RFC 9068); verify it with /.well-known/jwks.json"),
    refreshToken: z.string().describe("For the next exchange"),
    expiresIn: z.int().describe("Seconds that the access token lives"),
  })
  .describe("Tokens");

export type Tokens = z.infer<typeof tokens>;

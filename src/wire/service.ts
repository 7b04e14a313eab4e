import { z } from "zod";

/** `GET /healthz` */
export const health = z.object({ status: z.literal("ok") }).describe("The process is alive");

/** `GET /readyz` */
export const readiness = z.object({ status: z.literal("ready") }).describe("The service can handle requests");

/** `GET /.well-known/jwks.json`: RFC 7517, section 5. */
export const jwkSet = z
  .object({
    keys: z
      .array(
        z.looseObject({
          kid: z.string().describe("The key id, as in a token's header"),
          kty: z.string(),
          alg: z.string().describe("`EdDSA` or `ES256`"),
          use: z.literal("sig"),
        }),
      )
      .describe("The signing key, its successor, and earlier keys whose tokens may still be valid; never empty"),
  })
  .describe("A JWK set");

/** `GET /openapi.json` */
export const description = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .describe("An OpenAPI 3.1 document");

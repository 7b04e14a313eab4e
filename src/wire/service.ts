import { z } from "zod";

/** `GET /healthz` */
export const health = z.object({ status: z.literal("ok") }).describe("The process answers");

/** `GET /readyz` */
export const readiness = z.object({ status: z.literal("ready") }).describe("It can serve");

/** `GET /.well-known/jwks.json`: RFC 7517, section 5. */
export const jwkSet = z
  .object({
    keys: z
      .array(
        z.looseObject({
          kid: z.string().describe("The key's name, as in a token's header"),
          kty: z.string(),
          alg: z.string().describe("`EdDSA` or `ES256`"),
          use: z.literal("sig"),
        }),
      )
      .describe("The key that signs, its successor, and those whose tokens may still live: never none"),
  })
  .describe("A JWK set");

/** `GET /openapi.json` */
export const description = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .describe("A document of OpenAPI 3.1");

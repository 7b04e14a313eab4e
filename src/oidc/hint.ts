// ID tokens that clients send as hints (`id_token_hint`).
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWK,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";

export interface HintDeps {
  readonly origin: string;
  /** The keys that verify ID tokens. */
  readonly publishedKeys: () => Promise<{ keys: JWK[] }>;
}

/** What an ID token says about a logout. */
interface Hint {
  /** The client that it was made for. */
  readonly aud: string;
  /** The session; absent if the token could not be verified. */
  readonly sid: string | undefined;
}

/**
 * Accepts an ID token of any age as a hint; undefined if it is none of ours. A session may live longer than the key of
 * its first ID token. A token of a key that is not known any more names its client only, as `client_id` does: it proves
 * nothing, so the user is asked.
 */
export async function readHint({ origin, publishedKeys }: HintDeps, hint: string): Promise<Hint | undefined> {
  try {
    const { iss, aud, sid, iat = 0 } = decodeJwt(hint);
    // A logout token is signed with the same key and for the same client, and is no ID token.
    const { typ = "JWT" } = decodeProtectedHeader(hint);
    if (typ !== "JWT" || iss !== origin || typeof aud !== "string" || typeof sid !== "string") return undefined;
    const currentDate = new Date(iat * 1000);
    const keys = createLocalJWKSet(await publishedKeys());
    const isVerified = await isSigned(hint, keys, { algorithms: ["RS256"], currentDate });
    return { aud, sid: isVerified ? sid : undefined };
  } catch {
    return undefined;
  }
}

/** False if the key that the token names is not known. Throws if the token is wrong in any other way. */
async function isSigned(
  token: string,
  keys: ReturnType<typeof createLocalJWKSet>,
  options: JWTVerifyOptions,
): Promise<boolean> {
  try {
    await jwtVerify(token, keys, options);
    return true;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return false;
    throw error;
  }
}

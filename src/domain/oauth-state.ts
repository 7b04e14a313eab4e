import { hmacSha256, sha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/**
 * The `state` that goes to WeChat and comes back with its code: 64 hexadecimal digits, because WeChat takes letters
 * and digits only. Derived from the claim, so that the same browser is given the same link again, and nobody else
 * can make it.
 */
export const oauthStateOf = (key: Secret, attemptId: string, claim: string): string =>
  Buffer.from(hmacSha256(key.reveal(), "oauth-state", attemptId, claim), "base64url").toString("hex");

/** How a state is kept: as its attempt's scene, which no QR can hold. */
export const sceneOfState = (state: string): string => sha256("oauth-state", state);

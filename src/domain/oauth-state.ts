import { hmacSha256, sha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/**
 * The OAuth `state`: 64 hexadecimal digits, because WeChat takes letters and digits only. It is derived from the
 * claim: the same browser gets the same link again, and nobody else can compute it.
 */
export const oauthStateOf = (key: Secret, attemptId: string, claim: string): string =>
  Buffer.from(hmacSha256(key.reveal(), "oauth-state", attemptId, claim), "base64url").toString("hex");

/** How a state is kept: as its attempt's scene, which no QR can hold. */
export const sceneOfState = (state: string): string => sha256("oauth-state", state);

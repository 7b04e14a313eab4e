import { hmacSha256, sha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/**
 * The OAuth `state`: 64 hexadecimal digits, because WeChat accepts only letters and digits. It is derived from the
 * claim: the same browser gets the same link again, and nobody else can compute it.
 */
export const oauthStateOf = (key: Secret, attemptId: string, claim: string): string =>
  Buffer.from(hmacSha256(key.reveal(), "oauth-state", attemptId, claim), "base64url").toString("hex");

/** The stored form of a state: the scene of its attempt, in a form that no QR has. */
export const sceneOfState = (state: string): string => sha256("oauth-state", state);

import { hmacSha256, sha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/** The state of a session's chain of refresh tokens. Times are milliseconds since the epoch. */
export interface Refresh {
  /** How many times it was rotated. */
  readonly generation: number;
  readonly rotatedAt: number;
  /** A hash of the traits of the client that rotated it last. */
  readonly clientHash: string;
}

/**
 * A refresh token, `session.generation.secret`. Each secret is derived from the one before. So an old token can be told
 * from a forged one although only the newest one's hash is stored.
 */
export interface RefreshToken {
  readonly sessionId: string;
  readonly generation: number;
  readonly secret: string;
}

/**
 * How long the client that rotated a token may present it once more, in milliseconds: its response may have been lost.
 */
export const rotateAgainFor = 10_000;

/** An older token is refused unchecked if it is more than this many generations old. */
const followedBack = 1_000;

const shape = /^([\w-]{22})\.(\d{1,9})\.([\w-]{43})$/;

export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, sessionId, generation, secret] = shape.exec(text) ?? [];
  return sessionId && secret ? { sessionId, generation: Number(generation), secret } : undefined;
}

export const formatRefreshToken = ({ sessionId, generation, secret }: RefreshToken): string =>
  `${sessionId}.${generation}.${secret}`;

/**
 * The first secret of a chain. It is derived, like a session's token, so that repeating the redeem returns the same.
 */
export const firstRefreshSecret = (key: Secret, attemptId: string, claim: string): string =>
  hmacSha256(key.reveal(), "refresh", attemptId, claim);

export const nextRefreshToken = (key: Secret, { sessionId, generation, secret }: RefreshToken): RefreshToken => ({
  sessionId,
  generation: generation + 1,
  secret: hmacSha256(key.reveal(), "refresh-next", sessionId, secret),
});

export const hashRefreshSecret = (secret: string): string => sha256("refresh-token", secret);

/** An older token, derived up to the present generation of its session; undefined if it is too old, or not older. */
export function followRefreshToken(key: Secret, token: RefreshToken, generation: number): RefreshToken | undefined {
  const steps = generation - token.generation;
  if (steps < 1 || steps > followedBack) return undefined;
  let current = token;
  for (let step = 0; step < steps; step++) current = nextRefreshToken(key, current);
  return current;
}

import { hmacSha256, sha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/** Where a session's chain of refresh tokens stands. Times are milliseconds since the epoch. */
export interface Refresh {
  /** How many times it was rotated. */
  readonly generation: number;
  readonly rotatedAt: number;
  /** What the client that rotated it last looked like. */
  readonly clientHash: string;
}

/**
 * A refresh token, `session.generation.secret`. Each secret is derived from the one before, so that an old one can
 * be told from a forged one while only the newest one's hash is kept.
 */
export interface RefreshToken {
  readonly sessionId: string;
  readonly generation: number;
  readonly secret: string;
}

/** For this long, in milliseconds, the client that rotated a token may present it once more: its answer was lost. */
export const rotateAgainFor = 10_000;

/** An older token than this many generations is refused without being followed. */
const followedBack = 1_000;

const shape = /^([\w-]{22})\.(\d{1,9})\.([\w-]{43})$/;

export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, sessionId, generation, secret] = shape.exec(text) ?? [];
  return sessionId && secret ? { sessionId, generation: Number(generation), secret } : undefined;
}

export const formatRefreshToken = ({ sessionId, generation, secret }: RefreshToken): string =>
  `${sessionId}.${generation}.${secret}`;

/** The chain's first secret: derived, as a session's token is, so that redeeming again gives the same. */
export const firstRefreshSecret = (key: Secret, attemptId: string, claim: string): string =>
  hmacSha256(key.reveal(), "refresh", attemptId, claim);

export const nextRefreshToken = (key: Secret, { sessionId, generation, secret }: RefreshToken): RefreshToken => ({
  sessionId,
  generation: generation + 1,
  secret: hmacSha256(key.reveal(), "refresh-next", sessionId, secret),
});

export const hashRefreshSecret = (secret: string): string => sha256("refresh-token", secret);

/** An older token followed to the generation its session has now; undefined where it is too old, or not older. */
export function followRefreshToken(key: Secret, token: RefreshToken, generation: number): RefreshToken | undefined {
  const steps = generation - token.generation;
  if (steps < 1 || steps > followedBack) return undefined;
  let current = token;
  for (let step = 0; step < steps; step++) current = nextRefreshToken(key, current);
  return current;
}

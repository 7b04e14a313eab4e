import { randomToken, sha256 } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";

/** What ours begin with: the operator's own QRs carry scenes too, of any shape. */
const prefix = "sm_";

const checkLength = 2;

/** Letters that carry the randomness: 102 bits. */
const randomLength = 17;

const shape = new RegExp(`^${prefix}[\\w-]{${randomLength + checkLength}}$`);

/** A scene for a new attempt: 22 characters, which every kind of code has room for. */
export function newScene(random: Random): string {
  const body = prefix + randomToken(random, 16).slice(0, randomLength);
  return body + checkOf(body);
}

/**
 * Whether an unknown scene was one of ours. Scenes older than this format are found in the database or not at all.
 */
export const isOurScene = (scene: string): boolean =>
  shape.test(scene) && checkOf(scene.slice(0, -checkLength)) === scene.slice(-checkLength);

const checkOf = (body: string): string => sha256("scene", body).slice(0, checkLength);

import { randomToken, sha256 } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";

/** The prefix of Saoma's scenes: the operator's own QRs have scenes of any form. */
const prefix = "sm_";

const checkLength = 2;

/** The number of random characters: 102 bits. */
const randomLength = 17;

const shape = new RegExp(`^${prefix}[\\w-]{${randomLength + checkLength}}$`);

/** A scene for a new attempt: 22 characters, which fit into every kind of code. */
export function newScene(random: Random): string {
  const body = prefix + randomToken(random, 16).slice(0, randomLength);
  return body + checkOf(body);
}

/**
 * Whether an unknown scene has the form of Saoma's. Scenes from before this format are recognized by the database only.
 */
export const isOurScene = (scene: string): boolean =>
  shape.test(scene) && checkOf(scene.slice(0, -checkLength)) === scene.slice(-checkLength);

const checkOf = (body: string): string => sha256("scene", body).slice(0, checkLength);

import { hmacSha256 } from "../base/bytes.ts";
import { type Random, randomInt } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";

/** Two digits that the browser shows. The chat offers them among three numbers. */
export const newNumber = (random: Random): number => 10 + randomInt(random, 90);

/**
 * The three numbers of a prompt in their order: `number` and two others. They are derived from the prompt and the
 * service's secret: the same prompt always offers the same numbers, and without the secret nobody can compute which of
 * the three is right.
 */
export function numberChoices(key: Secret, prompt: number, number: number): readonly number[] {
  const bytes = Buffer.from(hmacSha256(key.reveal(), "number", String(prompt), String(number)), "base64url");
  const others = new Set<number>();
  for (let at = 1; others.size < 2; at++) {
    const other = 10 + (((bytes[at % bytes.length] ?? 0) + at) % 90);
    if (other !== number) others.add(other);
  }
  return [...others].toSpliced((bytes[0] ?? 0) % 3, 0, number);
}

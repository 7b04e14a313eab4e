import { hmacSha256 } from "../base/bytes.ts";
import { type Random, randomInt } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";

/** Two digits that the browser shows, and the chat asks for among three. */
export const newNumber = (random: Random): number => 10 + randomInt(random, 90);

/**
 * The three numbers that a prompt offers, in the order in which it does: `number` and two others. They follow from the
 * prompt and the service's secret: the same prompt is always worded the same, and who does not have the secret cannot
 * tell which of the three makes the list that they see.
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

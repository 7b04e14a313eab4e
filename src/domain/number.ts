import { createHash } from "node:crypto";
import { type Random, randomInt } from "../base/random.ts";

/** Two digits that the browser shows, and the chat asks for among three. */
export const newNumber = (random: Random): number => 10 + randomInt(random, 90);

/**
 * The three numbers that a prompt offers, in the order in which it does: `number` and two others. They follow from the
 * prompt, so that the same prompt is always worded the same; where the right one stands cannot be told from outside.
 */
export function numberChoices(prompt: number, number: number): readonly number[] {
  const bytes = createHash("sha256").update(`number ${prompt} ${number}`).digest();
  const others = new Set<number>();
  for (let at = 1; others.size < 2; at++) {
    const other = 10 + (((bytes[at % bytes.length] ?? 0) + at) % 90);
    if (other !== number) others.add(other);
  }
  return [...others].toSpliced((bytes[0] ?? 0) % 3, 0, number);
}

import { createHash } from "node:crypto";

/** The parts of a mutant that identify it, independent of its line. */
export interface Mutation {
  readonly mutatorName: string;
  readonly original: string;
  readonly replacement: string;
}

/** One line for people: `EqualityOperator: a < b → a <= b`. Parts of more than 80 characters are cut. */
export const describeMutation = ({ mutatorName, original, replacement }: Mutation): string =>
  `${mutatorName}: ${short(original)} → ${short(replacement)}`;

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};

/**
 * Whether a mutant is of the sample that has this share (0 to 1) of all. The result for a mutant is always the same,
 * and a larger share includes all of a smaller one.
 */
export function isSampled(mutation: Mutation, share: number): boolean {
  const { mutatorName, original, replacement } = mutation;
  const digest = createHash("sha256")
    .update(JSON.stringify([mutatorName, original, replacement]))
    .digest();
  return digest.readUInt32BE(0) < share * 2 ** 32;
}

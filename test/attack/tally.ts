import { afterAll, expect } from "vitest";

/** Counts what a file of the corpus tries, and prints how much of it held. */
export function tally(what: string) {
  let tried = 0;
  let held = 0;
  afterAll(() => console.log(`${what}: ${tried} tried, ${held} held`));
  return {
    /** One thing that an attacker tries, and whether it came to nothing. */
    holds(isHeld: boolean, attack: string): void {
      tried++;
      if (isHeld) held++;
      expect(isHeld, attack).toBe(true);
    },
  };
}

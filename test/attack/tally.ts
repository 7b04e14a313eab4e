import { appendFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

/** A line of the file that `SAOMA_TALLY` names: `npm run attacks` adds these up. */
export interface Tally {
  /** The test file, whole. */
  readonly file: string;
  readonly tried: number;
  readonly held: number;
}

/** Counts what a file of the corpus tries, and prints how much of it held. */
export function tally(what: string) {
  let tried = 0;
  let held = 0;
  afterAll(() => {
    console.log(`${what}: ${tried} tried, ${held} held`);
    const lines = process.env.SAOMA_TALLY;
    if (lines)
      appendFileSync(
        lines,
        `${JSON.stringify({ file: expect.getState().testPath ?? "", tried, held } satisfies Tally)}\n`,
      );
  });
  return {
    /** One thing that an attacker tries, which throws where it comes to something. */
    async holdsAll(attempt: () => Promise<void>): Promise<void> {
      tried++;
      await attempt();
      held++;
    },
    /** One thing that an attacker tries, and whether it came to nothing. */
    holds(isHeld: boolean, attack: string): void {
      tried++;
      if (isHeld) held++;
      expect(isHeld, attack).toBe(true);
    },
  };
}

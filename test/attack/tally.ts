import { appendFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

/** A line of the file that `SAOMA_TALLY` names: `npm run attacks` adds these up. */
export interface Tally {
  /** The path of the test file. */
  readonly file: string;
  readonly tried: number;
  readonly held: number;
}

/** Counts the attacks of a file of the corpus, and prints how many failed. */
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
    /** Runs an attack, which throws if it succeeds. */
    async holdsAll(attempt: () => Promise<void>): Promise<void> {
      tried++;
      await attempt();
      held++;
    },
    /** Counts an attack, and whether it failed. */
    holds(isHeld: boolean, attack: string): void {
      tried++;
      if (isHeld) held++;
      expect(isHeld, attack).toBe(true);
    },
  };
}

import { redeem, startOnce, undo } from "./by-browsers.ts";
import { codeByMany, codeTypedByMany } from "./by-codes.ts";
import { confirm, confirmByOthers, linkByMany, scanAgain, scanByMany } from "./by-phones.ts";
import { refresh, refreshByTwo } from "./by-tokens.ts";
import type { RaceRun } from "./harness.ts";
import type { Race } from "./round.ts";

export const races: Readonly<Record<string, Race>> = {
  "one browser redeems": redeem,
  "many people scan one QR": scanByMany,
  "one person scans again and again": scanAgain,
  "one person confirms": confirm,
  "everybody taps one person's link": confirmByOthers,
  "redeeming against undoing": undo,
  "one browser starts": startOnce,
  "accounts add one WeChat": linkByMany,
  "one client refreshes": refresh,
  "many people send one code": codeByMany,
  "many browsers type one code": codeTypedByMany,
  "two clients refresh with one token": refreshByTwo,
};

export interface Results {
  readonly rounds: number;
  /** How often each result occurred. */
  readonly heard: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
}

/** Runs one race `rounds` times. Each round has a number of its own, so that no two share a person. */
export async function run(run: RaceRun, race: Race, rounds: number, first: number): Promise<Results> {
  const heard: Record<string, number> = {};
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const result = await race(run, first + round);
    for (const word of result.heard) heard[word] = (heard[word] ?? 0) + 1;
    wrong.push(...result.wrong.map((problem) => `round ${first + round}: ${problem}`));
    await run.stage.clock.advance(1_000);
  }
  return { rounds, heard, wrong };
}

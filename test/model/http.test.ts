import fc from "fast-check";
import { expect, test } from "vitest";
import { onPostgres } from "../stage/on-postgres.ts";
import { setStage } from "../stage/stage.ts";
import type { Real } from "./http-act.ts";
import { compareAll } from "./http-browsers.ts";
import { acts } from "./http-commands.ts";
import { type Expected, nothingYet } from "./http-model.ts";

// On PostgreSQL a history takes seconds: five for `npm test`, more by `npm run on-postgres`.
const onPostgresRuns = process.env.SAOMA_TEST_POSTGRES === "all" ? 40 : 5;
const runs = onPostgres ? onPostgresRuns : 150;
const often = { times: 10_000, per: "1m" } as const;

/** Runs one history on a stage of its own. Returns what it reached, so that a run that does nothing fails. */
async function play(commands: Iterable<fc.AsyncCommand<Expected, Real>>): Promise<Expected> {
  const stage = await setStage({ options: { limits: { pushesPerPerson: often, attemptsPerAddress: often } } });
  try {
    const model = nothingYet(stage.clock.now());
    const real: Real = { stage, browsers: [stage.browser(), stage.browser()], started: [], prompts: [] };
    await fc.asyncModelRun(() => ({ model, real }), commands);
    await compareAll(model, real);
    return model;
  } finally {
    await stage.close();
  }
}

test(`the API answers as \`advance\` has it, over ${runs} random histories`, { timeout: 360_000 }, async () => {
  let redeemed = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(acts, { maxCommands: 30, size: "max" }), async (commands) => {
      const { attempts } = await play(commands);
      redeemed += attempts.filter(({ session }) => session !== undefined).length;
    }),
    { numRuns: runs },
  );
  // Of a few, chance decides how many.
  expect(redeemed).toBeGreaterThan(runs < 100 ? 0 : runs / 2);
});

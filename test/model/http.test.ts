import fc from "fast-check";
import { expect, test } from "vitest";
import { setStage } from "../stage/stage.ts";
import type { Real } from "./http-act.ts";
import { compareAll } from "./http-browsers.ts";
import { acts } from "./http-commands.ts";
import { type Expected, nothingYet } from "./http-model.ts";

const runs = 150;
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

test(`the API answers as \`advance\` has it, over ${runs} random histories`, { timeout: 240_000 }, async () => {
  let redeemed = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(acts, { maxCommands: 30, size: "max" }), async (commands) => {
      const { attempts } = await play(commands);
      redeemed += attempts.filter(({ session }) => session !== undefined).length;
    }),
    { numRuns: runs },
  );
  expect(redeemed).toBeGreaterThan(runs / 2);
});

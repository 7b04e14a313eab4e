import { expect, test } from "vitest";
import { createSeededRandom } from "../../src/testing/index.ts";
import { readTotals } from "./facts.ts";
import { gaps, nameOf } from "./gaps.ts";
import { openFaultHarness } from "./harness.ts";
import { createOracle, type Oracle } from "./oracle.ts";
import { makePlans } from "./plan.ts";
import { play } from "./round.ts";

const seed = process.env.SAOMA_SEED ?? "青禾";

/** Services that are killed side by side, with how often each is killed at each gap. */
const copies = [4, 3];

test("killed at any moment between push and session, the service loses nothing and does nothing twice", async () => {
  const oracle = createOracle();
  const ran = await Promise.all(copies.map((count, index) => run(oracle, `${seed}/${index}`, count)));
  const kills = gaps.reduce((sum, gap) => sum + oracle.kills(gap), 0);
  const slowest = Math.max(...ran.flatMap(({ restarts }) => restarts));
  const rounds = ran.reduce((sum, { totals }) => sum + totals.sessions, 0);
  console.log(oracle.print());
  console.log(
    `${kills} kills in ${rounds} sign-ins (seed "${seed}"); the slowest restart took ${Math.round(slowest)} ms`,
  );

  expect(oracle.violations).toEqual([]);
  expect(gaps.filter((gap) => oracle.kills(gap) === 0).map(nameOf)).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(200);
  for (const { totals, plans, people } of ran) {
    expect(totals).toEqual({
      integrity: "ok",
      redeemed: plans,
      sessions: plans,
      attemptsWithSessions: plans,
      accounts: people,
      people,
    });
  }
});

async function run(oracle: Oracle, ownSeed: string, count: number) {
  const random = createSeededRandom(ownSeed);
  const plans = makePlans(random, count);
  const harness = await openFaultHarness(random, plans.length);
  try {
    for (const plan of plans) {
      await play(harness, oracle, plan).catch((error: unknown) =>
        oracle.check("not signed in", true, `${plan.name}: ${error}`),
      );
    }
    const totals = readTotals(harness.path);
    return { totals, plans: plans.length, people: harness.members.size, restarts: harness.service.restarts };
  } finally {
    await harness.close();
  }
}

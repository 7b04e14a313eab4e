import { expect, test } from "vitest";
import { createSeededRandom } from "../../src/testing/index.ts";
import { readTotals } from "./facts.ts";
import { gaps, nameOf } from "./gaps.ts";
import { openLane } from "./lane.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { makePlans } from "./plan.ts";
import { play } from "./round.ts";

const seed = process.env.SAOMA_SEED ?? "青禾";

/** Services killed side by side: how often each of them is at each gap. */
const copies = [4, 3];

test("killed at any moment between push and session, the service loses nothing and does nothing twice", async () => {
  const ledger = createLedger();
  const ran = await Promise.all(copies.map((count, index) => run(ledger, `${seed}/${index}`, count)));
  const kills = gaps.reduce((sum, gap) => sum + ledger.kills(gap), 0);
  const slowest = Math.max(...ran.flatMap(({ restarts }) => restarts));
  const rounds = ran.reduce((sum, { totals }) => sum + totals.sessions, 0);
  console.log(ledger.print());
  console.log(
    `${kills} kills in ${rounds} sign-ins (seed "${seed}"); the slowest restart took ${Math.round(slowest)} ms`,
  );

  expect(ledger.sins).toEqual([]);
  expect(gaps.filter((gap) => ledger.kills(gap) === 0).map(nameOf)).toEqual([]);
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

async function run(ledger: Ledger, ownSeed: string, count: number) {
  const random = createSeededRandom(ownSeed);
  const plans = makePlans(random, count);
  const lane = await openLane(random, plans.length);
  try {
    for (const plan of plans) {
      await play(lane, ledger, plan).catch((error: unknown) =>
        ledger.could("not signed in", true, `${plan.name}: ${error}`),
      );
    }
    const totals = readTotals(lane.path);
    return { totals, plans: plans.length, people: lane.members.size, restarts: lane.victim.restarts };
  } finally {
    await lane.close();
  }
}

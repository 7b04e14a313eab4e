import { deepEqual, ok } from "node:assert/strict";
import type { Limit, Limits } from "../ports/limits.ts";
import type { FakeClock } from "./clock.ts";
import { behaviour, type ContractCase } from "./contract.ts";

/** What the contract of limits needs: fresh ones for every case, on this clock. */
export interface LimitsHarness {
  readonly limits: Limits;
  readonly clock: FakeClock;
}

const limit: Limit = { times: 3, per: 10_000 };

const hits = (limits: Limits, key: string, times: number) =>
  Promise.all(Array.from({ length: times }, () => limits.hit(key, limit)));

export const limitsContract: readonly ContractCase<LimitsHarness>[] = [
  behaviour("so many hits are allowed and no more", async ({ limits }) => {
    const allowed = (await hits(limits, "key", 5)).map((hit) => hit.allowed);
    deepEqual(allowed, [true, true, true, false, false]);
  }),

  behaviour("of 64 hits at once exactly so many are allowed", async ({ limits }) => {
    const allowed = (await hits(limits, "key", 64)).filter((hit) => hit.allowed);
    deepEqual(allowed.length, limit.times);
  }),

  behaviour("a refusal says when it may be again, and then it may", async ({ limits, clock }) => {
    await hits(limits, "key", limit.times);
    await clock.advance(1_000);
    const refused = await limits.hit("key", limit);
    ok(!refused.allowed);
    ok(refused.retryAfter > 0 && refused.retryAfter <= limit.per, `${refused.retryAfter} ms`);
    await clock.advance(refused.retryAfter);
    ok((await limits.hit("key", limit)).allowed);
  }),

  behaviour("being refused does not lock out for longer", async ({ limits, clock }) => {
    await hits(limits, "key", limit.times);
    for (let second = 0; second < 10; second++) {
      ok(!(await limits.hit("key", limit)).allowed);
      await clock.advance(limit.per / 10);
    }
    ok((await limits.hit("key", limit)).allowed);
  }),

  behaviour("keys do not share what they may", async ({ limits }) => {
    await hits(limits, "one", limit.times);
    ok((await limits.hit("other", limit)).allowed);
  }),
];

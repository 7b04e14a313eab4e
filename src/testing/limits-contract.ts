import { deepEqual, ok } from "node:assert/strict";
import type { DurableLimits, Limit, Limits } from "../ports/limits.ts";
import type { FakeClock } from "./clock.ts";
import { behaviour, type ContractCase } from "./contract.ts";

/** What the contract of limits needs: new ones for every case. */
export interface LimitsHarness {
  /** The adapter under test. */
  readonly limits: Limits;
  /** The clock that it runs on. */
  readonly clock: FakeClock;
}

const limit: Limit = { times: 3, per: 10_000 };

const hits = (limits: Limits, key: string, times: number) =>
  Promise.all(Array.from({ length: times }, () => limits.hit(key, limit)));

/** The cases that every adapter of limits must pass. */
export const limitsContract: readonly ContractCase<LimitsHarness>[] = [
  behaviour("so many hits are allowed and no more", async ({ limits }) => {
    const allowed = (await hits(limits, "key", 5)).filter((hit) => hit.allowed);
    deepEqual(allowed.length, limit.times);
    ok(!(await limits.hit("key", limit)).allowed);
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

/** What the contract of durable limits needs. */
export interface DurableLimitsHarness {
  /** The adapter under test. */
  readonly limits: DurableLimits;
  /** The clock that it runs on. */
  readonly clock: FakeClock;
  /** Opens the same counts again, as another process or the next one does. */
  reopen(): Promise<DurableLimits>;
}

/** Beside all that holds for {@link limitsContract}. */
export const durableLimitsContract: readonly ContractCase<DurableLimitsHarness>[] = [
  behaviour("an occasion counts once, however often and however much at once it comes", async ({ limits }) => {
    const same = await Promise.all(Array.from({ length: 64 }, () => limits.hitOnce("key", "occasion", limit)));
    ok(same.every((hit) => hit.allowed));
    const others = await Promise.all(["a", "b", "c"].map((occasion) => limits.hitOnce("key", occasion, limit)));
    // Who of them comes first is the store's affair.
    deepEqual(others.filter((hit) => hit.allowed).length, limit.times - 1);
    ok((await limits.hitOnce("key", "occasion", limit)).allowed);
    ok((await limits.hitOnce("other", "occasion", limit)).allowed);
  }),

  behaviour("what was counted is there after a restart", async ({ limits, reopen }) => {
    await hits(limits, "key", limit.times);
    const later = await reopen();
    ok(!(await later.hit("key", limit)).allowed);
    ok((await later.hit("other", limit)).allowed);
  }),

  behaviour("of what was counted one occasion is taken back, and nothing else", async ({ limits }) => {
    await hits(limits, "key", limit.times - 1);
    await limits.hitOnce("key", "right", limit);
    await hits(limits, "other", limit.times);
    await limits.forgive("key", "right");
    await limits.forgive("key", "unknown");
    await limits.forgive("other", "right");
    ok((await limits.hit("key", limit)).allowed);
    ok(!(await limits.hit("key", limit)).allowed);
    ok(!(await limits.hit("other", limit)).allowed);
  }),

  behaviour("hits are counted for as long as is asked, refused ones not", async ({ limits, clock }) => {
    await hits(limits, "key", limit.times + 2);
    deepEqual(await limits.counted("key", limit.per), limit.times);
    deepEqual(await limits.counted("other", limit.per), 0);
    await clock.advance(limit.per);
    deepEqual(await limits.counted("key", limit.per), 0);
  }),

  behaviour("what an instance has counted whose clock is a little ahead counts", async ({ limits, clock }) => {
    clock.set(clock.now() + 2_000);
    await hits(limits, "key", limit.times);
    clock.set(clock.now() - 2_000);
    ok(!(await limits.hit("key", limit)).allowed);
    await clock.advance(limit.per + 2_000);
    ok((await limits.hit("key", limit)).allowed);
  }),

  behaviour("a clock that is put back locks nobody out", async ({ limits, clock }) => {
    clock.set(clock.now() + 1_000_000);
    await hits(limits, "key", limit.times);
    clock.set(clock.now() - 1_000_000);
    ok((await limits.hit("key", limit)).allowed);
  }),
];

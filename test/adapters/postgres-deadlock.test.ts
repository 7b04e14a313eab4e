// Two transactions change the same two rows in opposite order.
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import type { Stores } from "../../src/ports/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

describe.skipIf(!hasPostgres)("a deadlock", () => {
  const server = usePostgres();

  test("is no failure: one of the two is run again, and both are committed", async () => {
    const target = await targetOf(await server.fresh());
    let retries = 0;
    const store = await openPostgresStore({ target, clock: createFakeClock(), onRetry: () => retries++ });
    onTestFinished(() => store.close());
    const [one, other] = [sampleAttempt("a"), sampleAttempt("b")];
    await store.transact(({ attempts }) => Promise.all([attempts.insert(one), attempts.insert(other)]));
    const bothHaveOne = meeting(2);
    await Promise.all(
      [["a", "b"] as const, ["b", "a"] as const].map(([first, second]) =>
        store.transact(async (stores) => {
          await scan(stores, first);
          await bothHaveOne();
          await scan(stores, second);
        }),
      ),
    );
    expect(retries).toBeGreaterThan(0);
    expect([await store.read.attempt("a"), await store.read.attempt("b")].map((read) => read?.version)).toEqual([3, 3]);
  });
});

async function scan({ attempts }: Stores, id: string): Promise<void> {
  const before = await attempts.get(id);
  if (before) await attempts.replace(before, { ...before, version: before.version + 1 });
}

/** Resolves for all callers once this many have called it, and at once for later ones. */
function meeting(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    if (++come >= size) resolve();
    return promise;
  };
}

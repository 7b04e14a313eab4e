import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { durableLimitsContract, limitsContract } from "../../src/testing/limits-contract.ts";
import { ownFolder } from "./folder.ts";

async function harness() {
  const path = join(ownFolder(), "saoma.db");
  const clock = createFakeClock();
  const reopen = async () => {
    const store = await openSqliteStore({ path, clock });
    onTestFinished(() => store.close());
    return store.limits;
  };
  return { clock, reopen, limits: await reopen() };
}

for (const { name, run } of [...limitsContract, ...durableLimitsContract]) test(name, async () => run(await harness()));

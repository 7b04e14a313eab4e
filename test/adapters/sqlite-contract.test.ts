import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { openSqliteStore, type SqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { type StoreHarness, storeContract } from "../../src/testing/store-contract.ts";
import { ownFolder } from "./folder.ts";

for (const { name, run } of storeContract) test(name, () => run(harness()));

function harness(): StoreHarness {
  const path = join(ownFolder(), "saoma.db");
  const clock = createFakeClock();
  const opened: SqliteStore[] = [];
  onTestFinished(async () => {
    for (const store of opened) await store.close();
  });
  return {
    clock,
    async open() {
      const store = await openSqliteStore({ path, clock });
      opened.push(store);
      return store;
    },
  };
}

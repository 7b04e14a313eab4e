import type { Store } from "../../src/ports/store.ts";

/**
 * Wraps a store so that it runs each transaction's work twice, and rolls the first run back. A database that detects
 * conflicts may do that at any time, so work must neither do nor keep anything outside of its transaction.
 */
export function createTwice<S extends Store>(store: S): S {
  return {
    ...store,
    async transact(work) {
      const rollback = new Error("the first run is rolled back");
      const first = store.transact(async (stores) => {
        await work(stores);
        throw rollback;
      });
      await first.catch(() => {}); // What it throws by itself, it throws again.
      return store.transact(work);
    },
  };
}

import type { Store } from "../../src/ports/store.ts";

/**
 * The same store, which runs each transaction's work twice: the first time it is rolled back. A database that detects
 * conflicts does that at any time, so that work must do nothing outside of its transaction, nor keep anything of it.
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

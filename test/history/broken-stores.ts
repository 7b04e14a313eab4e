// Stores with a fault that the checker of histories must find.
import type { Store } from "../../src/ports/store.ts";

/**
 * Acknowledges every fifth transaction although it was rolled back, like code that does not check the result of COMMIT.
 */
export function assumesCommit(store: Store): Store {
  let count = 0;
  return {
    ...store,
    async transact(work) {
      if (++count % 5 > 0) return store.transact(work);
      const answer = Promise.withResolvers<Awaited<ReturnType<typeof work>>>();
      await store
        .transact(async (stores) => {
          answer.resolve(await work(stores));
          throw new Error("rolled back");
        })
        .catch(answer.reject);
      return answer.promise;
    },
  };
}

/** Runs work again in the same transaction, like code that forgets to roll back first. */
export const forgetsRollback = (store: Store): Store => ({
  ...store,
  transact: (work) =>
    store.transact(async (stores) => {
      await work(stores);
      return work(stores);
    }),
});

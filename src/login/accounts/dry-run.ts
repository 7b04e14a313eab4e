import type { Store, Stores } from "../../ports/store.ts";

/** Runs `work` in a transaction. A dry run returns the same result and is rolled back. */
export async function dryRunnable<T>(store: Store, dryRun: boolean, work: (stores: Stores) => Promise<T>): Promise<T> {
  if (!dryRun) return store.transact(work);
  const curtain = new Error("end of the dry run");
  let seen: { readonly result: T } | undefined;
  try {
    return await store.transact(async (stores) => {
      seen = { result: await work(stores) };
      throw curtain;
    });
  } catch (error) {
    if (error === curtain && seen) return seen.result;
    throw error;
  }
}

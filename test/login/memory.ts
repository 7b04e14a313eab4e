import { onTestFinished } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { Session } from "../../src/domain/session.ts";
import type { Application, LoginContext } from "../../src/login/context.ts";
import type { Store } from "../../src/ports/store.ts";
import { createFakeClock, type FakeClock } from "../../src/testing/index.ts";
import { sampleAccount } from "../../src/testing/store/samples.ts";

/** A store in memory, closed after the test, and the clock that it runs on. */
export async function openMemory(now = 10_000): Promise<{ readonly store: Store; readonly clock: FakeClock }> {
  const clock = createFakeClock(now);
  const store = await openSqliteStore({ path: ":memory:", clock });
  onTestFinished(() => store.close());
  return { store, clock };
}

/** A context for functions of `login`, with only these parts and applications. */
export const contextOf = (parts: Partial<LoginContext>, applications: readonly Partial<Application>[] = []) =>
  ({
    sources: new Map(),
    ...parts,
    applications: new Map(applications.map((one) => [one.id ?? "", one as Application])),
  }) as LoginContext;

/** Stores accounts of these ids, each with the person `person of <id>` at `wx1`. */
export const addAccounts = (store: Store, ...ids: readonly string[]): Promise<void> =>
  store.transact(async ({ accounts }) => {
    for (const id of ids) await accounts.findOrCreate({ appid: "wx1", openId: `person of ${id}` }, sampleAccount(id));
  });

/** Stores sessions and attempts. */
export const add = (
  store: Store,
  { sessions = [], attempts = [] }: { readonly sessions?: readonly Session[]; readonly attempts?: readonly Attempt[] },
): Promise<void> =>
  store.transact(async (stores) => {
    for (const session of sessions) await stores.sessions.insert(session);
    for (const attempt of attempts) await stores.attempts.insert(attempt);
  });

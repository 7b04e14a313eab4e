import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { insertSessions, sampleSession, withAccount } from "../../src/testing/store/samples.ts";
import { ownFolder } from "./folder.ts";

/** Two stores on one database, like those of two processes: each has its own connections. */
async function openTwo() {
  const path = join(ownFolder(), "saoma.db");
  const open = async () => {
    const store = await openSqliteStore({ path, clock: createFakeClock() });
    onTestFinished(() => store.close());
    return store;
  };
  const [store, other] = [await open(), await open()];
  await withAccount(store);
  await insertSessions(store, sampleSession("a"), sampleSession("b"));
  return { store, other, signedIn: () => store.read.signedIn("token of a") };
}

test("a session is not read again while nothing was committed", async () => {
  const { signedIn } = await openTwo();
  const first = await signedIn();
  expect(first?.session.id).toBe("a");
  expect(await signedIn()).toBe(first);
});

test("what this process or another one commits is seen by the next check", async () => {
  const { store, other, signedIn } = await openTwo();
  await signedIn();
  await store.transact(({ accounts }) => accounts.setProfile("account", { name: "青禾" }));
  expect((await signedIn())?.account.name).toBe("青禾");
  await other.transact(({ accounts }) => accounts.setSuspended("account", 5_000));
  expect((await signedIn())?.account.suspendedAt).toBe(5_000);
  await other.transact(({ sessions }) => sessions.end("a", "signed_out", 6_000));
  expect((await signedIn())?.session.end).toBe("signed_out");
});

test("a token without a session is read again", async () => {
  const { store } = await openTwo();
  expect(await store.read.signedIn("token of c")).toBeUndefined();
  await insertSessions(store, sampleSession("c"));
  expect((await store.read.signedIn("token of c"))?.session.id).toBe("c");
});

test("not all sessions of a large site are kept", async () => {
  const { store, signedIn } = await openTwo();
  const many = Array.from({ length: 4_000 }, (_, n) => sampleSession(`${n}`));
  await insertSessions(store, ...many);
  const first = await signedIn();
  for (const { tokenHash } of many) await store.read.signedIn(tokenHash);
  expect(await signedIn()).not.toBe(first);
  expect(await signedIn()).toEqual(first);
});

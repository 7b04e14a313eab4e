// How long calls wait for their turn at the database.
import { describe, expect, onTestFinished, test } from "vitest";
import { openConnection } from "../../src/adapters/postgres/connection.ts";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { createWaitingLine } from "../../src/adapters/postgres/waiting-line.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

test("a line admits by number, those of one number in order, and none that has gone", async () => {
  const clock = createFakeClock();
  const line = createWaitingLine({ after: clock.after });
  const admitted: string[] = [];
  const wait = (name: string, order: number) => line.wait(order).then(() => void admitted.push(name));
  const gone = line.wait(1);
  const refused = expect(gone).rejects.toMatchObject({
    code: "store_unavailable",
    detail: expect.stringContaining("a call waited 10 s for its turn"),
  });
  await clock.advance(9_999);
  const rest = [wait("b", 2), wait("c", 2), wait("a", 1)];
  await clock.advance(1);
  await refused;
  expect([line.admitNext(), line.admitNext(), line.admitNext(), line.admitNext()]).toEqual([true, true, true, false]);
  await clock.advance(10_000);
  await Promise.all(rest);
  expect(admitted).toEqual(["a", "b", "c"]);
});

const overloaded = { code: "store_unavailable", detail: expect.stringContaining("The database is overloaded") };
const locked = { code: "store_unavailable", detail: expect.stringContaining("was not to be had in 1.5 seconds") };

describe.skipIf(!hasPostgres)("while the only transaction waits for a lock", () => {
  const server = usePostgres();

  /** A store of one transaction at a time, and a session that holds its table until the test releases it. */
  async function lockedStore() {
    const target = await targetOf(await server.fresh());
    const store = await openPostgresStore({ target, clock: createFakeClock(), connections: 1, longestWait: 50 });
    onTestFinished(() => store.close());
    const other = await openConnection(target);
    onTestFinished(() => other.close());
    await other.query("begin; lock table attempts in access exclusive mode");
    return { store, insert: () => store.transact(({ attempts }) => attempts.insert(sampleAttempt("a"))), other };
  }

  test("those behind it are refused in time, and later ones run", async () => {
    const { store, insert, other } = await lockedStore();
    const first = expect(insert()).rejects.toMatchObject(locked);
    await expect(insert()).rejects.toMatchObject(overloaded);
    await first;
    const reads = Array.from({ length: 5 }, () => store.read.attempt("a").catch((error: unknown) => error));
    expect(await reads.at(-1)).toMatchObject(overloaded);
    expect(await Promise.all(reads.slice(0, 4))).toEqual(Array(4).fill(expect.objectContaining(locked)));
    await other.query("rollback");
    await insert();
    expect(await store.read.attempt("a")).toMatchObject({ id: "a" });
  });

  test("closing waits for none for ever", async () => {
    const { store, insert } = await lockedStore();
    const [first, second] = [insert(), insert()].map((one) => one.catch((error: unknown) => error));
    await store.close();
    expect(await second).toMatchObject(overloaded);
    expect(await first).toMatchObject(locked);
  });
});

// Tests the tests: the contract must fail on a store with weaker isolation.
import { describe, expect, test } from "vitest";
import { storeContract } from "../../src/testing/store-contract.ts";
import { hasPostgres, usePostgres } from "../stage/use-postgres.ts";
import { postgresHarness } from "./postgres-harness.ts";

const joined = "of 64 who join an account that nobody has joined yet, one does";

const lost = [
  joined,
  "each of 64 transactions at once sees all before it and none half done",
  "of 64 first sign-ins of one person, one makes the account and all get it",
];

describe.skipIf(!hasPostgres)("the contract on PostgreSQL", () => {
  const server = usePostgres();

  test.each(lost)("finds READ COMMITTED out: %s", async (name) => {
    const run = storeContract.find((one) => one.name === name)?.run;
    const harness = await postgresHarness(server, "read committed");
    await expect(run?.(harness)).rejects.toThrow("Expected");
  });

  test(`finds REPEATABLE READ out: ${joined}`, async () => {
    const run = storeContract.find((one) => one.name === joined)?.run;
    const harness = await postgresHarness(server, "repeatable read");
    await expect(run?.(harness)).rejects.toThrow("Expected");
  });

  test("finds REPEATABLE READ out: of 64 concurrent hits exactly as many as the limit are allowed", async () => {
    const { open } = await postgresHarness(server, "repeatable read");
    const { limits } = await open();
    const hits = Array.from({ length: 64 }, () => limits.hit("key", { times: 3, per: 10_000 }));
    expect((await Promise.all(hits)).filter(({ allowed }) => allowed).length).toBeGreaterThan(3);
  });
});

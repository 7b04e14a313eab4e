import { describe, test } from "vitest";
import { durableLimitsContract, limitsContract } from "../../src/testing/limits-contract.ts";
import { storeContract } from "../../src/testing/store-contract.ts";
import { hasPostgres, usePostgres } from "../stage/use-postgres.ts";
import { postgresHarness } from "./postgres-harness.ts";

describe.skipIf(!hasPostgres)("a store on PostgreSQL", () => {
  const server = usePostgres();

  for (const { name, run } of storeContract) test(name, async () => run(await postgresHarness(server)));

  for (const { name, run } of [...limitsContract, ...durableLimitsContract])
    test(name, async () => {
      const { clock, open } = await postgresHarness(server);
      const reopen = async () => (await open()).limits;
      await run({ clock, reopen, limits: await reopen() });
    });
});

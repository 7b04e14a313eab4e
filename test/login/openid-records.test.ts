import { expect, test } from "vitest";
import { createOpenIdRecords } from "../../src/login/openid/records.ts";
import { addAccounts, contextOf, openMemory } from "./memory.ts";

test("no grant is written of an account that its application admits no longer", async () => {
  const { store } = await openMemory();
  await addAccounts(store, "a");
  const records = createOpenIdRecords(contextOf({ store }, [{ id: "shop", access: ["staff"] }, { id: "open" }]));
  const save = (idHash: string, applicationId: string) =>
    records.save({ model: "Grant", idHash, payload: "{}", accountId: "a", applicationId }, 1_000);
  expect([await save("1", "shop"), await save("2", "open")]).toEqual([false, true]);
  await store.transact(({ groups, now }) => groups.add("staff", "a", now));
  expect(await save("3", "shop")).toBe(true);
  await store.transact(({ groups }) => groups.remove("staff", "a"));
  expect(await save("4", "shop")).toBe(false);
});

// The contract of stores: consents to terms.
import { deepEqual, equal } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, winners, withAccount } from "./samples.ts";

const consent = { accountId: "a", applicationId: "shop", title: "服务条款", version: "1", agreedAt: 1_000 };

export const termConsentCases: readonly ContractCase<StoreHarness>[] = [
  onStore("a consent is kept once, of 64 at once, for its account, application, title and version", async (store) => {
    await withAccount(store, "a");
    const kept = await race(() => store.transact(({ termConsents }) => termConsents.insert(consent)));
    equal(winners(kept), 1);
    await store.transact(({ termConsents }) => termConsents.insert({ ...consent, version: "2", agreedAt: 2_000 }));
    const versions = async (accountId: string, applicationId: string) =>
      (await store.read.termConsentsOf(accountId, applicationId)).map(({ version }) => version).sort();
    deepEqual(await versions("a", "shop"), ["1", "2"]);
    deepEqual(await versions("a", "forum"), []);
    deepEqual(await versions("b", "shop"), []);
    await store.transact(async ({ termConsents }) => equal((await termConsents.of("a", "shop")).length, 2));
  }),

  onStore("a consent is in an export, with when, and goes with its account", async (store) => {
    await withAccount(store, "a");
    await store.transact(({ termConsents }) => termConsents.insert(consent));
    const [row] = (await store.read.personalRows("a")).term_consents ?? [];
    deepEqual(
      { title: row?.title, version: row?.version, at: row?.agreed_at },
      { title: "服务条款", version: "1", at: 1_000 },
    );
    await store.transact(({ people }) => people.erase("a", 2_000));
    deepEqual(await store.read.termConsentsOf("a", "shop"), []);
  }),
];

// The contract of stores: signing keys.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { SigningKey } from "../../domain/signing-key.ts";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, winners } from "./samples.ts";

const key = (kid: string, change: Partial<SigningKey> = {}): SigningKey => ({
  kid,
  algorithm: "EdDSA",
  publicKey: "{}",
  sealedPrivateKey: "sealed",
  activeFrom: 1_000,
  ...change,
});

export const keyCases: readonly ContractCase<StoreHarness>[] = [
  onStore("signing keys come back as they went in, inside and outside of a transaction", async (store) => {
    const [a, b] = [key("a", { algorithm: "ES256", retiresAt: 9_000 }), key("b")];
    for (const each of [b, a]) ok(await store.transact(({ keys }) => keys.insert(each)));
    deepEqual(await store.transact(({ keys }) => keys.all()), [a, b]);
    deepEqual(await store.read.signingKeys(), [a, b]);
  }),

  onStore("of 64 keys of one name, one is stored", async (store) => {
    const inserted = await race((index) => store.transact(({ keys }) => keys.insert(key("a", { activeFrom: index }))));
    equal(winners(inserted), 1);
    deepEqual(await store.read.signingKeys(), [key("a", { activeFrom: inserted.indexOf(true) })]);
  }),

  onStore("a key is retired once: the first time stands", async (store) => {
    await store.transact(({ keys }) => keys.insert(key("a")));
    ok(await store.transact(({ keys }) => keys.retire("a", 5_000)));
    await store.transact(({ keys }) => keys.retire("a", 9_000));
    ok(!(await store.transact(({ keys }) => keys.retire("none", 5_000))));
    deepEqual(await store.read.signingKeys(), [key("a", { retiresAt: 5_000 })]);
  }),

  onStore("keys that stopped being published long ago are forgotten, the others are not", async (store) => {
    const kept = [key("live"), key("recent", { retiresAt: 5_000 })];
    for (const each of [...kept, key("old", { retiresAt: 4_999 })]) {
      await store.transact(({ keys }) => keys.insert(each));
    }
    equal(await store.housekeeping.keys(5_000, 10), 1);
    deepEqual(await store.read.signingKeys(), kept);
  }),
];

// The contract of stores: the OpenID provider's records.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { OidcRecord } from "../../domain/oidc-record.ts";
import type { Store } from "../../ports/store.ts";
import { behaviour, type ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, sampleAccount, sampleSession, winners } from "./samples.ts";

const code = (idHash: string, change: Partial<OidcRecord> = {}): OidcRecord => ({
  model: "AuthorizationCode",
  idHash,
  payload: `{"of":"${idHash}"}`,
  expiresAt: 100_000,
  ...change,
});

const grant = (idHash: string): OidcRecord => code(idHash, { model: "Grant" });

const save = (store: Store, ...records: readonly OidcRecord[]): Promise<boolean[]> =>
  store.transact(async ({ oidcRecords }) => {
    const saved: boolean[] = [];
    for (const record of records) saved.push(await oidcRecords.save(record, 1_000));
    return saved;
  });

const signIn = (store: Store, id: string): Promise<boolean> =>
  store.transact(async ({ accounts, sessions }) => {
    await accounts.insert(sampleAccount("account"));
    return sessions.insert(sampleSession(id));
  });

export const oidcCases: readonly ContractCase<StoreHarness>[] = [
  onStore("an OpenID code is used up by one of 64, and stays so when it is written again", async (store) => {
    await save(store, code("code"));
    const id = { model: "AuthorizationCode", idHash: "code" };
    const taken = await race(() => store.transact(({ oidcRecords }) => oidcRecords.consume(id, 2_000)));
    equal(winners(taken), 1);
    await save(store, code("code", { payload: "{}" }));
    deepEqual(await store.read.oidcRecord(id, 3_000), { ...code("code"), payload: "{}", consumedAt: 2_000 });
    equal(await store.transact(({ oidcRecords }) => oidcRecords.consume(id, 4_000)), false);
  }),

  onStore("an OpenID record is of its kind, ends in time, and can be taken away", async (store) => {
    const id = { model: "AuthorizationCode", idHash: "code" };
    await save(store, code("code"));
    deepEqual(await store.read.oidcRecord(id, 99_999), code("code"));
    equal(await store.read.oidcRecord(id, 100_000), undefined);
    equal(await store.read.oidcRecord({ ...id, model: "AccessToken" }, 1_000), undefined);
    await store.transact(({ oidcRecords }) => oidcRecords.remove(id));
    equal(await store.read.oidcRecord(id, 1_000), undefined);
    equal(await store.transact(({ oidcRecords }) => oidcRecords.consume(id, 1_000)), false);
  }),

  onStore("what came of a session is over with it, and nothing more can come of it", async (store) => {
    await signIn(store, "session");
    const id = { model: "AuthorizationCode", idHash: "code" };
    const ofSession = { sessionId: "session" };
    deepEqual(await save(store, code("code", ofSession), code("other", { sessionId: "none" })), [true, false]);
    ok(await store.read.oidcRecord(id, 1_000));
    await store.transact(({ sessions }) => sessions.end("session", "signed_out", 2_000));
    equal(await store.read.oidcRecord(id, 1_000), undefined);
    deepEqual(await save(store, code("code", ofSession), code("late", ofSession)), [false, false]);
  }),

  onStore("of 64 that write while a session ends, none is left", async (store) => {
    await signIn(store, "session");
    await race(
      async (index): Promise<unknown> =>
        index === 31
          ? store.transact(({ sessions }) => sessions.end("session", "signed_out", 2_000))
          : save(store, code(`code ${index}`, { sessionId: "session" })),
    );
    for (let index = 0; index < 64; index++) {
      const id = { model: "AuthorizationCode", idHash: `code ${index}` };
      equal(await store.read.oidcRecord(id, 1_000), undefined);
    }
  }),

  onStore("with a grant goes all that came of it, and nothing comes again", async (store) => {
    const own = { grantHash: "grant" };
    deepEqual(await save(store, code("early", own), grant("grant"), grant("other"), code("code", own)), [
      false,
      true,
      true,
      true,
    ]);
    await save(store, code("of another", { grantHash: "other" }));
    await store.transact(({ oidcRecords }) => oidcRecords.revoke("grant", "AccessToken"));
    ok(await store.read.oidcRecord({ model: "Grant", idHash: "grant" }, 1_000));
    await save(store, code("token", { ...own, model: "AccessToken" }));
    await store.transact(({ oidcRecords }) => oidcRecords.revoke("grant", "AccessToken"));
    equal(await store.read.oidcRecord({ model: "AccessToken", idHash: "token" }, 1_000), undefined);
    equal(await store.read.oidcRecord({ model: "AuthorizationCode", idHash: "code" }, 1_000), undefined);
    equal(await store.read.oidcRecord({ model: "Grant", idHash: "grant" }, 1_000), undefined);
    ok(await store.read.oidcRecord({ model: "AuthorizationCode", idHash: "of another" }, 1_000));
    deepEqual(await save(store, code("code", own)), [false]);
  }),

  onStore(
    "an account's grants at an application go together, and of 64 that write meanwhile none is left",
    async (store) => {
      const owner = { accountId: "account", applicationId: "shop" };
      const grants = [
        { ...grant("own"), ...owner },
        { ...grant("second"), ...owner },
        { ...grant("elsewhere"), ...owner, applicationId: "other" },
        { ...grant("another's"), ...owner, accountId: "b" },
      ];
      const under = grants.map(({ idHash }) => code(`under ${idHash}`, { grantHash: idHash }));
      await save(store, ...grants, ...under);
      await race(
        async (index): Promise<unknown> =>
          index === 31
            ? store.transact(({ oidcRecords }) => oidcRecords.revokeAll("account", "shop"))
            : save(store, code(`code ${index}`, { grantHash: index % 2 === 0 ? "own" : "second" })),
      );
      const codes = Array.from({ length: 64 }, (_, index) => code(`code ${index}`));
      const left: string[] = [];
      for (const { model, idHash } of [...grants, ...under, ...codes])
        if (await store.read.oidcRecord({ model, idHash }, 1_000)) left.push(idHash);
      deepEqual(left, ["elsewhere", "another's", "under elsewhere", "under another's"]);
      deepEqual(await save(store, code("late", { grantHash: "own" })), [false]);
    },
  ),

  behaviour("OpenID records are there when the database is opened again, and forgotten in time", async ({ open }) => {
    const first = await open();
    await save(first, code("kept"), code("over", { expiresAt: 9 }));
    await first.close();
    const second = await open();
    deepEqual(await second.read.oidcRecord({ model: "AuthorizationCode", idHash: "kept" }, 1_000), code("kept"));
    equal(await second.housekeeping.oidcRecords(10, 5), 1);
    equal(await second.housekeeping.oidcRecords(10, 5), 0);
    await second.close();
  }),
];

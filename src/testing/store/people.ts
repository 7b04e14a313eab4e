// The contract of stores: export and deletion.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import {
  insertAttempts,
  insertSessions,
  knownBy,
  onStore,
  race,
  type StoreHarness,
  sampleAccount,
  sampleAttempt,
  sampleSession,
  winners,
  withAccount,
} from "./samples.ts";

const expected = { platform: "yiye", unionId: "union" };

/** A person with something in every room that keeps people. */
async function furnish(store: Parameters<typeof withAccount>[0], id: string): Promise<void> {
  const openId = `person of ${id}`;
  await withAccount(store, id);
  await insertAttempts(store, sampleAttempt(`own ${id}`, { accountId: id }), sampleAttempt(`seen ${id}`, { openId }));
  await insertSessions(store, sampleSession(`session ${id}`, { accountId: id, openId }));
  await store.transact(async (stores) => {
    const conflict = { appid: "wx1", openId, accountId: id, platform: "yiye", unionId: id, noticedAt: 1_000 };
    await stores.accounts.noteConflict(conflict);
    await stores.accounts.expect({ platform: "yiye", unionId: `expected ${id}`, accountId: id });
    await stores.accounts.noteRemoved({ appid: "wx1", openId: `old ${id}`, accountId: id, removedAt: 1_000 });
    await stores.browsers.remember(knownBy(`browser of ${id}`, id), 1, 1_000);
    await stores.pictures.insert(`seen ${id}`, "data:", 1_000);
    await stores.outbox.insert(`seen ${id}`, 1_000);
    await stores.phoneBindings.insert({ attemptId: `seen ${id}`, keptAt: 1_000 });
    await stores.oidcRecords.save(
      { model: "Code", idHash: `code ${id}`, payload: "{}", sessionId: `session ${id}`, expiresAt: 5_000 },
      1_000,
    );
    await stores.groups.add("staff", id, 1_000);
    const terms = { title: "服务条款", version: "1", agreedAt: 1_000 };
    await stores.termConsents.insert({ ...terms, accountId: id, applicationId: "shop" });
    await stores.clientSessions.note({ sessionId: `session ${id}`, applicationId: "shop" });
    await stores.chatCodes.insert({ appid: "wx1", hash: `hash ${id}`, openId, expiresAt: 5_000 });
    await stores.miniProgramSessions.insert({ tokenHash: `token ${id}`, appid: "wx1", openId, expiresAt: 5_000 });
  });
}

const rooms = [
  "accounts",
  "attempts",
  "chat_codes",
  "client_sessions",
  "expected_people",
  "group_members",
  "identities",
  "identity_conflicts",
  "known_browsers",
  "mini_program_sessions",
  "oidc_records",
  "outbox",
  "phone_bindings",
  "pictures",
  "removed_identities",
  "sessions",
  "term_consents",
];

export const peopleCases: readonly ContractCase<StoreHarness>[] = [
  onStore("a person is expected by a unionId, of one account for good, and is found by it", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    const said = await race((index) =>
      store.transact(({ accounts }) => accounts.expect({ ...expected, accountId: index === 0 ? "a" : "b" })),
    );
    equal(winners(said), 1);
    const [first, other] = said[0] ? ["a", "b"] : ["b", "a"];
    await store.transact(async ({ accounts }) => {
      equal(await accounts.ownerOfUnionId("yiye", "union"), first);
      equal(await accounts.ownerOfUnionId("other", "union"), undefined);
      deepEqual(await accounts.expectedOf(first), [{ ...expected, accountId: first }]);
      deepEqual(await accounts.expectedOf(other), []);
      await accounts.forgetExpected({ ...expected, accountId: other });
      equal((await accounts.expectedOf(first)).length, 1);
      await accounts.forgetExpected({ ...expected, accountId: first });
      deepEqual(await accounts.expectedOf(first), []);
    });
  }),

  onStore("name and picture of an account that there is are written", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ accounts }) => {
      ok(await accounts.setProfile("a", { name: "new", avatar: "https://pictures.test/1" }));
      ok(await accounts.setProfile("a", { name: "newer" }));
      ok(!(await accounts.setProfile("none", { name: "new" })));
    });
    deepEqual(await store.read.account("a"), { ...sampleAccount("a"), name: "newer" });
  }),

  onStore(
    "what WeChat told of an account's person is kept beside it, until name, picture or phone are others",
    async (store) => {
      await withAccount(store, "a");
      const profile = { toldBy: "wx1", toldName: "told", toldAvatar: "https://pictures.test/1" };
      const phone = { phoneToldBy: "wx2", toldPhone: "+8613800138000" };
      await store.transact(async ({ accounts }) => {
        deepEqual(await accounts.wechatDetailsOf("a"), {});
        equal(await accounts.wechatDetailsOf("none"), undefined);
        ok(await accounts.saveWechatDetails("a", profile));
        ok(await accounts.saveWechatDetails("a", phone));
        ok(!(await accounts.saveWechatDetails("none", profile)));
        ok(await accounts.setPhone("a", phone.toldPhone));
        deepEqual(await accounts.wechatDetailsOf("a"), { ...profile, ...phone });
        ok(await accounts.setProfile("a", { name: "own" }));
        deepEqual(await accounts.wechatDetailsOf("a"), phone);
        ok(await accounts.removePhone("a"));
        ok(!(await accounts.removePhone("none")));
        deepEqual(await accounts.wechatDetailsOf("a"), {});
      });
      deepEqual(await store.read.account("a"), { ...sampleAccount("a"), name: "own" });
    },
  ),

  onStore("everything about a person is read, and erased, and nothing of another's", async (store) => {
    await furnish(store, "a");
    await furnish(store, "b");
    const before = await store.read.personalRows("a");
    deepEqual(Object.keys(before).toSorted(), rooms);
    const gone = await store.transact(({ people }) => people.erase("a", 2_000));
    deepEqual(gone, Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, rows.length])));
    deepEqual(await store.read.personalRows("a"), {});
    deepEqual(Object.keys(await store.read.personalRows("b")).toSorted(), rooms);
    deepEqual(await store.transact(({ people }) => people.erase("a", 2_000)), {});
  }),

  onStore("the id of an account that was erased is known for good, and no other", async (store) => {
    await furnish(store, "a");
    await furnish(store, "b");
    const known = () =>
      store.transact(async ({ people }) => [await people.wasErased("a"), await people.wasErased("none")]);
    deepEqual(await known(), [false, false]);
    for (const id of ["a", "none", "a"]) await store.transact(({ people }) => people.erase(id, 2_000));
    await store.transact(({ past }) => past.end(3_000));
    deepEqual(await known(), [true, false]);
  }),

  onStore("credentials read as a hash", async (store) => {
    await furnish(store, "a");
    const { sessions = [], attempts = [] } = await store.read.personalRows("a");
    equal(sessions[0]?.token_hash, "[hash]");
    equal(attempts[0]?.claim_hash, "[hash]");
  }),
];

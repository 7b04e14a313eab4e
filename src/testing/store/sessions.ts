// The contract of stores: sessions.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import {
  insertSessions,
  onStore,
  race,
  type StoreHarness,
  sampleAccount,
  sampleSession,
  sessionOf,
  winners,
  withAccount,
} from "./samples.ts";

const session = sampleSession("a");

export const sessionCases: readonly ContractCase<StoreHarness>[] = [
  onStore("a session comes back as it went in, by attempt and by token", async (store) => {
    await withAccount(store);
    const ended = sampleSession("b", { newcomer: false, firstUsedAt: 2_000, endedAt: 3_000, end: "undone" });
    await insertSessions(store, session, ended);
    await store.transact(async ({ sessions }) => {
      deepEqual(await sessions.byAttempt("attempt of a"), session);
      deepEqual(await sessions.byToken("token of b"), ended);
      equal(await sessions.byAttempt("a"), undefined);
      equal(await sessions.byToken("a"), undefined);
    });
    deepEqual(await sessionOf(store, "token of a"), session);
    equal(await sessionOf(store, "none"), undefined);
  }),

  onStore("a session comes with its account, by token and by id, ended or not", async (store) => {
    await withAccount(store, "another");
    await withAccount(store);
    const ended = sampleSession("b", { newcomer: false, createdAt: 2_000, endedAt: 3_000, end: "undone" });
    await insertSessions(store, session, ended);
    const none = { lastNoticeAt: 0 };
    deepEqual(await store.read.signedIn("token of a"), { account: sampleAccount("account"), session, ...none });
    await store.transact(async ({ accounts }) => {
      await accounts.setPhone("account", "+8613800138000");
      await accounts.setProfile("account", { name: "青禾", avatar: "https://shop.example.com/a.png" });
      await accounts.signedIn("account", 5_000);
    });
    const account = await store.read.account("account");
    deepEqual(await store.read.signedIn("token of b"), { account, session: ended, ...none });
    deepEqual(await store.read.signedInById("a"), { account, session, ...none });
    equal(await store.read.signedIn("a"), undefined);
    equal(await store.read.signedInById("token of a"), undefined);
  }),

  onStore("of 64 sessions of one attempt, one is stored", async (store) => {
    await withAccount(store);
    const inserted = await race((index) =>
      store.transact(({ sessions }) => sessions.insert(sampleSession(`${index}`, { attemptId: "one" }))),
    );
    equal(winners(inserted), 1);
    const stored = await store.transact(({ sessions }) => sessions.byAttempt("one"));
    equal(stored?.id, `${inserted.indexOf(true)}`);
  }),

  onStore("of 64 who use a session, one is the first", async (store) => {
    await withAccount(store);
    await insertSessions(store, session);
    const used = await race((index) => store.transact(({ sessions }) => sessions.use("a", 2_000 + index)));
    equal(winners(used), 1);
    deepEqual(await sessionOf(store, "token of a"), { ...session, firstUsedAt: 2_000 + used.indexOf(true) });
    ok(!(await store.transact(({ sessions }) => sessions.use("none", 2_000))));
  }),

  onStore("a session kept by tokens comes back as it went in, by id too", async (store) => {
    await withAccount(store);
    const byTokens = sampleSession("a", { refresh: { generation: 0, rotatedAt: 1_000, clientHash: "" } });
    await insertSessions(store, byTokens);
    deepEqual(await store.read.sessionById("a"), byTokens);
    deepEqual(await store.transact(({ sessions }) => sessions.get("a")), byTokens);
    equal(await store.read.sessionById("none"), undefined);
  }),

  onStore("of 64 who rotate the same refresh token, one does", async (store) => {
    await withAccount(store);
    await insertSessions(store, sampleSession("a", { refresh: { generation: 0, rotatedAt: 1_000, clientHash: "" } }));
    const rotation = (index: number) => ({
      from: "token of a",
      to: `next ${index}`,
      generation: 1,
      clientHash: `client ${index}`,
    });
    const rotated = await race((index) =>
      store.transact(({ sessions }) => sessions.rotate("a", rotation(index), 2_000 + index)),
    );
    equal(winners(rotated), 1);
    const winner = rotated.indexOf(true);
    const session = await store.read.sessionById("a");
    equal(session?.tokenHash, `next ${winner}`);
    deepEqual(session?.refresh, { generation: 1, rotatedAt: 2_000 + winner, clientHash: `client ${winner}` });
  }),

  onStore("a refresh token of an ended, an expired or a cookie's session is not rotated", async (store) => {
    await withAccount(store);
    const refresh = { generation: 0, rotatedAt: 1_000, clientHash: "" };
    await insertSessions(
      store,
      sampleSession("ended", { refresh, endedAt: 2_000, end: "signed_out" }),
      sampleSession("expired", { refresh, expiresAt: 2_500 }),
      sampleSession("cookie"),
    );
    for (const id of ["ended", "expired", "cookie", "none"]) {
      const rotation = { from: `token of ${id}`, to: "next", generation: 1, clientHash: "" };
      ok(!(await store.transact(({ sessions }) => sessions.rotate(id, rotation, 2_500))), id);
    }
  }),

  onStore("a session is renewed as it is, by another token and a new proof", async (store) => {
    await withAccount(store);
    await insertSessions(store, { ...session, firstUsedAt: 1_500 });
    await store.transact(({ clientSessions }) => clientSessions.note({ sessionId: "a", applicationId: "shop" }));
    const { channel, appid } = session;
    const renewal = { channel, appid, openId: "second", tokenHash: "new", expiresAt: 2_000_000, browserName: "Safari" };
    ok(await store.transact(({ sessions }) => sessions.renew("a", renewal, 3_000)));
    deepEqual(await sessionOf(store, "new"), { ...session, ...renewal, provenAt: 3_000 });
    equal(await sessionOf(store, session.tokenHash), undefined);
    // Its client is still told, long after the session was to end at first.
    await store.housekeeping.clientSessions(1_500_000, 10);
    await store.transact(({ sessions }) => sessions.end("a", "signed_out", 1_600_000));
    equal((await store.read.dueClientLogouts("shop", 1_600_000, 10)).length, 1);
  }),

  onStore("an ended, an expired, or a tokens' session is not renewed", async (store) => {
    await withAccount(store);
    await insertSessions(
      store,
      sampleSession("ended", { endedAt: 2_000, end: "signed_out" }),
      sampleSession("expired", { expiresAt: 2_500 }),
      sampleSession("tokens", { refresh: { generation: 0, rotatedAt: 1_000, clientHash: "" } }),
    );
    const { channel, appid, openId } = session;
    for (const id of ["ended", "expired", "tokens", "none"]) {
      const renewal = { channel, appid, openId, tokenHash: `new of ${id}`, expiresAt: 3_000 };
      ok(!(await store.transact(({ sessions }) => sessions.renew(id, renewal, 2_500))), id);
      equal(await sessionOf(store, `new of ${id}`), undefined);
    }
  }),

  onStore("of 64 who end a session, one does, and its reason stays", async (store) => {
    await withAccount(store);
    await insertSessions(store, session);
    const ends = ["signed_out", "undone", "unfollowed", "replaced"] as const;
    const ended = await race((index) =>
      store.transact(({ sessions }) => sessions.end("a", ends[index % 4] ?? "undone", 2_000 + index)),
    );
    equal(winners(ended), 1);
    const winner = ended.indexOf(true);
    const expected = { ...session, endedAt: 2_000 + winner, end: ends[winner % 4] };
    deepEqual(await sessionOf(store, "token of a"), expected);
    ok(!(await store.transact(({ sessions }) => sessions.end("none", "undone", 2_000))));
  }),

  onStore("ending an identity's sessions ends the live ones and counts them", async (store) => {
    await withAccount(store);
    await insertSessions(
      store,
      session,
      sampleSession("b"),
      sampleSession("expired", { expiresAt: 5_000 }),
      sampleSession("ended", { endedAt: 2_000, end: "undone" }),
      sampleSession("of another", { openId: "other" }),
      sampleSession("at another source", { appid: "wx2" }),
    );
    const end = () => store.transact(({ sessions }) => sessions.endOfIdentity("wx1", "person", "unfollowed", 5_000));
    equal(await end(), 2);
    equal(await end(), 0);
    const reason = async (id: string) => (await sessionOf(store, `token of ${id}`))?.end;
    deepEqual(await Promise.all(["a", "b", "expired", "ended"].map(reason)), [
      "unfollowed",
      "unfollowed",
      undefined,
      "undone",
    ]);
    deepEqual(await Promise.all(["of another", "at another source"].map(reason)), [undefined, undefined]);
  }),
];

// The contract of stores: the operator's keys, lists and audit log.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { AuditSearch } from "../../domain/audit.ts";
import type { Store } from "../../ports/store.ts";
import type { ContractCase } from "../contract.ts";
import {
  insertAttempts,
  insertSessions,
  loggedAs,
  onStore,
  race,
  type StoreHarness,
  sampleAccount,
  sampleAttempt,
  sampleSession,
  winners,
  withAccount,
} from "./samples.ts";

const beginning = { createdAt: Number.MAX_SAFE_INTEGER, id: "" };

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Accounts named so, a second apart; their ids are a, b, c, … */
const withNames = (store: Store, ...names: readonly string[]) =>
  store.transact(async ({ accounts }) => {
    for (const [at, name] of names.entries()) {
      await accounts.insert({ ...sampleAccount("abcdefgh"[at] ?? ""), name, createdAt: 1_000 * at });
    }
  });

export const operatorCases: readonly ContractCase<StoreHarness>[] = [
  onStore("accounts are listed with the newest first, from any place on", async (store) => {
    await withNames(store, "one", "two", "three");
    await store.transact(({ accounts }) => accounts.insert({ ...sampleAccount("z"), createdAt: 1_000 }));
    deepEqual(ids(await store.read.newestAccounts(beginning, 9)), ["c", "z", "b", "a"]);
    deepEqual(ids(await store.read.newestAccounts(beginning, 2)), ["c", "z"]);
    deepEqual(ids(await store.read.newestAccounts({ createdAt: 1_000, id: "z" }, 9)), ["b", "a"]);
    deepEqual(ids(await store.read.newestAccounts({ createdAt: 1_500, id: "gone" }, 9)), ["z", "b", "a"]);
  }),

  onStore(
    "what happens to an attempt is added to its log, in the order of time, by whoever writes first",
    async (store) => {
      await insertAttempts(store, sampleAttempt("a"));
      const entry = (at: number, event: string) => ({ at, kind: "push", event }) as const;
      const record = loggedAs("a", 1_000);
      const ended = { ...record, status: "redeemed", version: 3, endedAt: 5_000, accountId: "x", openId: "o" } as const;
      await store.attemptLog.write([{ ...ended, entries: [entry(3_000, "last")] }]);
      await store.attemptLog.write([{ ...record, entries: [entry(1_000, "one"), entry(1_000, "two")] }]);
      deepEqual(await store.read.loggedAttempt("a"), {
        ...ended,
        entries: [entry(1_000, "one"), entry(1_000, "two"), entry(3_000, "last")],
      });
      const long = "x".repeat(20_000);
      for (let times = 0; times < 4; times++)
        await store.attemptLog.write([{ ...ended, entries: [entry(4_000, long)] }]);
      ok(((await store.read.loggedAttempt("a"))?.entries.length ?? 9) < 7);
    },
  ),

  onStore("attempts to sign in are counted by application, way and how far they came", async (store) => {
    const attempt = (id: string, more: object = {}) => ({ ...sampleAttempt(id, more), createdAt: 5_000 });
    const redeemed = { status: "redeemed", openId: "o", accountId: "a", expiresAt: 12_999 } as const;
    await insertAttempts(
      store,
      attempt("one"),
      attempt("two"),
      attempt("three", redeemed),
      attempt("four", { status: "declined", reason: "by_person", openId: "o" }),
      attempt("five", { status: "expired", openId: "o", proof: "number" }),
      attempt("link", { purpose: "link" }),
      { ...attempt("later"), createdAt: 6_000 },
    );
    const of = sampleAttempt("x");
    const kind = { applicationId: of.applicationId, channel: of.channel };
    const counts = await store.read.attemptCounts(5_000, 6_000);
    deepEqual(
      counts.sort((a, b) => (a.status < b.status ? -1 : 1)),
      [
        { ...kind, status: "declined", reason: "by_person", isScanned: true, isConfirmed: false, count: 1 },
        { ...kind, status: "expired", isScanned: true, isConfirmed: true, count: 1 },
        { ...kind, status: "pending", isScanned: false, isConfirmed: false, count: 2 },
        { ...kind, status: "redeemed", isScanned: true, isConfirmed: true, seconds: 7, count: 1 },
      ],
    );
    equal(await store.read.oldestAttempt(), 5_000);
  }),

  onStore("counts of an hour take the place of those before, and are forgotten by their hour", async (store) => {
    const row = (hour: number, count: number) =>
      ({
        hour,
        applicationId: "shop",
        channel: "in-wechat",
        reached: "redeemed",
        ending: "redeemed",
        count,
        seconds: { 3: count },
      }) as const;
    equal(await store.read.latestSignInHour(), undefined);
    await store.transact(({ signInHours }) => signInHours.write([row(1_000, 1), row(2_000, 2)]));
    await store.transact(({ signInHours }) => signInHours.write([row(2_000, 5), row(3_000, 1)]));
    deepEqual(await store.read.signInHours(1_000, 3_000), [row(1_000, 1), row(2_000, 5)]);
    equal(await store.read.latestSignInHour(), 3_000);
    equal(await store.housekeeping.signInHours(3_000, 1), 1);
    equal(await store.housekeeping.signInHours(3_000, 9), 1);
    deepEqual(await store.read.signInHours(0, 9_000), [row(3_000, 1)]);
  }),

  onStore("the audit is searched by who and what, the newest first, from any place on", async (store) => {
    const acts = [
      ["anna", "account.suspended"],
      ["ben", "account.suspended"],
      ["anna", "session.ended"],
      ["anna", "account.suspended"],
    ] as const;
    for (const [actor, action] of acts) await store.transact(({ audit, now }) => audit.append({ actor, action }, now));
    const listed = async (search: AuditSearch, seq = Number.MAX_SAFE_INTEGER, limit = 9) => {
      const first = (await store.read.auditAfter(0, 1))[0]?.seq ?? 0;
      return (await store.read.auditBefore(search, seq, limit)).map((line) => line.seq - first);
    };
    deepEqual(await listed({}), [3, 2, 1, 0]);
    deepEqual(await listed({}, (await store.read.auditAfter(0, 9))[2]?.seq, 1), [1]);
    deepEqual(await listed({ actor: "anna" }), [3, 2, 0]);
    deepEqual(await listed({ action: "account.suspended" }), [3, 1, 0]);
    deepEqual(await listed({ actor: "anna", action: "account.suspended" }, undefined, 1), [3]);
    deepEqual(await listed({ actor: "anna", action: "account.suspended" }), [3, 0]);
    const last = (await store.read.auditAfter(0, 9))[3]?.seq;
    deepEqual(await listed({ actor: "anna", action: "account.suspended" }, last), [0]);
    deepEqual(await listed({ actor: "anna", action: "menu.set" }), []);
    deepEqual(await listed({ actor: "nobody", action: "account.suspended" }), []);
    deepEqual(await listed({ actor: "nobody" }), []);
  }),

  onStore("of an attempt that is not there, nothing is logged", async (store) => {
    await store.attemptLog.write([{ ...loggedAs("gone", 1_000), entries: [] }]);
    equal(await store.read.loggedAttempt("gone"), undefined);
  }),

  onStore(
    "logged attempts are listed by account, person and status, the newest first, from any place on",
    async (store) => {
      const rows = ["a", "b", "c"].map((id, at) => ({
        ...loggedAs(id, 1_000 * (at + 1)),
        accountId: id === "b" ? "y" : "x",
      }));
      await insertAttempts(store, ...rows.map(({ id }) => sampleAttempt(id)));
      for (const row of rows) {
        const status = row.id === "c" ? "declined" : "pending";
        await store.attemptLog.write([{ ...row, status, openId: `person of ${row.accountId}`, entries: [] }]);
      }
      const listed = async (search: object, after = beginning, limit = 9) =>
        ids(await store.read.attemptRecords(search, after, limit));
      deepEqual(await listed({}), ["c", "b", "a"]);
      deepEqual(await listed({}, beginning, 2), ["c", "b"]);
      deepEqual(await listed({}, { createdAt: 2_000, id: "b" }), ["a"]);
      deepEqual(await listed({ accountId: "x" }), ["c", "a"]);
      deepEqual(await listed({ openId: "person of y" }), ["b"]);
      deepEqual(await listed({ status: "declined" }), ["c"]);
      deepEqual(await listed({ status: "expired" }), []);
    },
  ),

  onStore(
    "of 64 who take a link to the console, one gets it; sessions are swept once they have expired",
    async (store) => {
      const link = { hash: "h", kind: "link", actor: "a", right: "write", createdAt: 1_000, expiresAt: 2_000 } as const;
      await store.transact(({ consoleSessions }) => consoleSessions.insert(link));
      deepEqual(await store.read.consoleSession("h"), link);
      const taken = await race(() => store.transact(({ consoleSessions }) => consoleSessions.take("h")));
      deepEqual(taken.filter(Boolean), [link]);
      equal(await store.read.consoleSession("h"), undefined);
      await store.transact(({ consoleSessions }) => consoleSessions.insert(link));
      equal(await store.housekeeping.consoleSessions(2_000, 9), 0);
      equal(await store.housekeeping.consoleSessions(2_001, 9), 1);
    },
  ),

  onStore("a session of the console keeps whose it is, and those of an account end together", async (store) => {
    const one = { kind: "session", actor: "a", right: "write", createdAt: 1_000, expiresAt: 2_000 } as const;
    const sessions = [
      { ...one, hash: "h1", accountId: "x" },
      { ...one, hash: "h2", accountId: "x" },
      { ...one, hash: "h3", accountId: "y" },
      { ...one, hash: "h4" },
    ];
    for (const session of sessions) await store.transact(({ consoleSessions }) => consoleSessions.insert(session));
    deepEqual(await store.read.consoleSession("h1"), sessions[0]);
    deepEqual(await store.read.consoleSessions(1_999), sessions);
    deepEqual(await store.read.consoleSessions(2_000), []);
    equal(await store.transact(({ consoleSessions }) => consoleSessions.endOf("x")), 2);
    equal(await store.read.consoleSession("h2"), undefined);
    deepEqual(await store.read.consoleSession("h3"), sessions[2]);
    deepEqual(await store.read.consoleSession("h4"), sessions[3]);
    equal(await store.transact(({ consoleSessions }) => consoleSessions.endBy("b")), 0);
    equal(await store.transact(({ consoleSessions }) => consoleSessions.endBy("a")), 2);
    deepEqual(await store.read.consoleSessions(0), []);
  }),

  onStore("accounts are found by how their name begins, with any characters", async (store) => {
    await withNames(store, "王", "王小明", "王小明", "李雷", "100%", "𠮷野家");
    const named = async (begin: string, after = { name: begin, id: "" }, limit = 9) =>
      ids(await store.read.accountsByName(begin, after, limit));
    deepEqual(await named("王"), ["a", "b", "c"]);
    deepEqual(await named("王小"), ["b", "c"]);
    deepEqual(await named("王", { name: "王小明", id: "b" }), ["c"]);
    deepEqual(await named("王", undefined, 2), ["a", "b"]);
    deepEqual(await named("%"), []);
    deepEqual(await named("100%"), ["e"]);
    deepEqual(await named("𠮷"), ["f"]);
  }),

  onStore("accounts are found by a unionid of one platform, also where its person is expected", async (store) => {
    await withNames(store, "one", "two");
    await store.transact(async ({ accounts }) => {
      const known = { accountId: "a", platform: "p", unionId: "u" };
      await accounts.addIdentity({ ...known, appid: "wx1", openId: "o1" });
      await accounts.addIdentity({ ...known, appid: "wx2", openId: "o2" });
      await accounts.expect({ platform: "p", unionId: "v", accountId: "b" });
    });
    deepEqual(await store.read.accountIdsByUnionId("p", "u"), ["a"]);
    deepEqual(await store.read.accountIdsByUnionId("p", "v"), ["b"]);
    deepEqual(await store.read.accountIdsByUnionId("q", "u"), []);
  }),

  onStore(
    "an account's sessions are listed with the newest first, and its live ones end at once",
    async (store, { clock }) => {
      await withAccount(store);
      await withAccount(store, "other");
      const later = clock.now() + 1_000;
      const at = (id: string, createdAt: number, change = {}) =>
        sampleSession(id, { createdAt, expiresAt: later, ...change });
      await insertSessions(store, at("first", 1), at("second", 2), at("third", 2), at("expired", 3, { expiresAt: 4 }));
      await insertSessions(store, at("other's", 5, { accountId: "other" }));
      deepEqual(ids(await store.read.sessionsOf("account", beginning, 9)), ["expired", "third", "second", "first"]);
      deepEqual(ids(await store.read.sessionsOf("account", { createdAt: 2, id: "third" }, 1)), ["second"]);
      const end = () => store.transact(({ sessions, now }) => sessions.endOfAccount("account", "operator", now));
      deepEqual([await end(), await end()], [3, 0]);
      equal((await store.read.sessionById("first"))?.end, "operator");
      equal((await store.read.sessionById("expired"))?.end, undefined);
      equal((await store.read.sessionById("other's"))?.end, undefined);
    },
  ),

  onStore("a key's label is given once, and it ends once", async (store) => {
    const key = (hash: string) => ({ label: "support", hash, right: "read", createdAt: 1 }) as const;
    const added = await race((index) => store.transact(({ adminKeys }) => adminKeys.insert(key(`hash ${index}`))));
    equal(winners(added), 1);
    const [known] = await store.read.adminKeys();
    deepEqual(known && (await store.read.adminKeyByHash(known.hash)), known);
    equal(await store.read.adminKeyByHash("another"), undefined);
    const ended = await race(() => store.transact(({ adminKeys }) => adminKeys.end("support", 2)));
    equal(winners(ended), 1);
    equal((await store.read.adminKeys())[0]?.endedAt, 2);
    ok(!(await store.transact(({ adminKeys }) => adminKeys.insert(key("new")))));
  }),

  onStore("the audit has every line in its order, and none of what was rolled back", async (store) => {
    const entry = { actor: "support", action: "sessions.ended" } as const;
    const whole = { ...entry, accountId: "a", target: "t", before: { sessions: 2 }, after: { sessions: 0, why: null } };
    await store.transact(({ audit }) => audit.append(whole, 1));
    await store
      .transact(async ({ audit }) => {
        await audit.append(entry, 2);
        throw new Error("rolled back");
      })
      .catch(() => {});
    await store.transact(({ audit }) => audit.append(entry, 3));
    const lines = await store.read.auditAfter(0, 9);
    deepEqual(
      lines.map(({ seq: _, ...line }) => line),
      [
        { ...whole, at: 1 },
        { ...entry, at: 3 },
      ],
    );
    deepEqual(await store.read.auditAfter(lines[0]?.seq ?? 0, 9), lines.slice(1));
  }),

  onStore("who is erased is taken out of the audit, whose lines stay", async (store) => {
    await withAccount(store, "a");
    const entry = { actor: "support", action: "sessions.ended" } as const;
    await store.transact(async ({ audit, people }) => {
      await audit.append({ ...entry, accountId: "a", target: "t", before: { sessions: 1 } }, 1);
      await audit.append({ ...entry, accountId: "b" }, 2);
      await people.erase("a", 2_000);
    });
    deepEqual(
      (await store.read.auditAfter(0, 9)).map(({ seq: _, ...line }) => line),
      [
        { ...entry, at: 1 },
        { ...entry, at: 2, accountId: "b" },
      ],
    );
  }),
];

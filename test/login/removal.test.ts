import { expect, test } from "vitest";
import type { Identity } from "../../src/domain/account.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { Application } from "../../src/login/context.ts";
import { isAsOldWechat, withAge } from "../../src/login/transition/age-of-wechat.ts";
import { declineOpen } from "../../src/login/transition/decline-open.ts";
import { disownEvent, firstSignIn, leaveAccount } from "../../src/login/transition/first-sign-in.ts";
import { isSpare, removeWechat } from "../../src/login/transition/remove-wechat.ts";
import { undo } from "../../src/login/transition/undo.ts";
import type { Stores } from "../../src/ports/store.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { sampleAttempt, sampleSession, scannedBy } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const now = 10_000;
const tea: Identity = { appid: "wx1", openId: "tea", accountId: "account", platform: "yiye", unionId: "u" };
const site: Identity = { ...tea, appid: "wx2", openId: "site" };

/** The account `account` with its first person and, in addition, these identities. */
async function service(...identities: readonly Identity[]) {
  const { store } = await openMemory(now);
  await addAccounts(store, "account");
  await store.transact(async ({ accounts }) => {
    for (const one of identities) await accounts.addIdentity(one);
  });
  const all = async () =>
    (await store.transact(({ accounts }) => accounts.identitiesOf("account"))).map(({ openId }) => openId).sort();
  return { store, all };
}

const first: Identity = { appid: "wx1", openId: "person of account", accountId: "account" };

test("a WeChat is as old as the oldest of its sources", async () => {
  const { store } = await service({ ...tea, linkedAt: 500 }, { ...site, linkedAt: 300 });
  await store.transact(async (stores) => {
    expect(await withAge(stores, { ...tea, linkedAt: 500 })).toEqual({ ...tea, linkedAt: 300 });
    expect((await withAge(stores, first)).linkedAt).toBe(0);
    expect(await isAsOldWechat(stores, { ...tea, linkedAt: 500 }, { ...first, openId: "x", linkedAt: 400 })).toBe(true);
    expect(await isAsOldWechat(stores, { ...tea, linkedAt: 500 }, { ...first, openId: "x", linkedAt: 299 })).toBe(
      false,
    );
  });
});

test("a WeChat is spare if the account has another one that is not lost", async () => {
  const { store } = await service(tea, site);
  const spare = () => store.transact((stores) => isSpare(stores, tea));
  expect(await spare()).toBe(true);
  await store.transact(({ accounts }) => accounts.setLost("account", "wx1", "person of account", now));
  expect(await spare()).toBe(false);
  const alone = await service();
  expect(await alone.store.transact((stores) => isSpare(stores, first))).toBe(false);
});

test("a WeChat is removed by all of its sources, restorable only where the account did it", async () => {
  for (const isRestorable of [true, false]) {
    const { store, all } = await service(tea, site);
    const expected = { platform: "yiye", unionId: "u", accountId: "account" };
    await add(store, {
      sessions: [sampleSession("s1", { openId: "tea" }), sampleSession("s2", { openId: first.openId })],
    });
    await store.transact(({ accounts }) => accounts.expect(expected));
    const { events } = await store.transact((stores) => removeWechat(stores, tea, { by: "account", isRestorable }));
    expect(await all()).toEqual(["person of account"]);
    expect(events?.map(({ name }) => name)).toEqual(["unlinked", "unlinked"]);
    expect(events?.[0]?.data).toMatchObject({ by: "account", sessionsEnded: 1 });
    const removed = await store.read.removedIdentitiesOf("account");
    expect(removed.map(({ openId }) => openId).sort()).toEqual(isRestorable ? ["site", "tea"] : []);
    await store.transact(async ({ accounts }) => expect(await accounts.expectedOf("account")).toEqual([]));
    expect((await store.read.sessionById("s1"))?.end).toBe("unlinked");
    expect((await store.read.sessionById("s2"))?.end).toBeUndefined();
  }
});

test("a person's open attempts are declined, but the one by which they go on", async () => {
  const { store } = await service();
  const scanned = (id: string, openId = "person") => ({
    ...scannedBy(sampleAttempt(id), openId, 4),
    expiresAt: now + 9_000,
  });
  await add(store, { attempts: [scanned("a"), scanned("kept"), scanned("other", "another")] });
  expect(await store.transact((stores) => declineOpen(stores, "wx1", "person", { except: "kept" }))).toEqual(["a"]);
  expect(await store.read.attempt("a")).toMatchObject({ status: "declined", reason: "by_person" });
  for (const id of ["kept", "other"]) expect((await store.read.attempt(id))?.status).toBe("scanned");
});

test("what would add a WeChat to another account than the one that has it now ends as a conflict", async () => {
  const { store } = await service();
  const granted = (id: string, more: Partial<Attempt>) => ({
    ...scannedBy(sampleAttempt(id), "person", 4),
    ...more,
    status: "granted" as const,
    expiresAt: now + 9_000,
  });
  const attempts = [
    granted("link", { purpose: "link", accountId: "other" }),
    granted("invited", { invitation: "hash", accountId: "other" }),
    granted("own link", { purpose: "link", accountId: "mine" }),
    granted("sign-in", { accountId: "other" }),
  ];
  await add(store, { attempts });
  await store.transact((stores) => declineOpen(stores, "wx1", "person", { addedTo: "mine" }));
  const reasons = attempts.map(async ({ id }) => (await store.read.attempt(id))?.reason);
  expect(await Promise.all(reasons)).toEqual(["conflict", "conflict", "by_person", "by_person"]);
});

test("a WeChat that was linked and has not signed in since is asked about the account; others are not", async () => {
  const linked = { ...tea, linkedAt: 300 };
  const asked = async (attempt: Partial<Attempt>, seen: Omit<Identity, "accountId">, ...identities: Identity[]) => {
    const { store } = await service(...identities);
    return store.transact((stores) => firstSignIn(stores, sampleAttempt("a", attempt), seen));
  };
  expect(await asked({}, tea, linked)).toEqual({ addedAt: 300 });
  expect(await asked({}, site, linked)).toEqual({ addedAt: 300 });
  expect(await asked({ purpose: "prove" }, tea, linked)).toEqual({});
  expect(await asked({ invitation: "h" }, tea, linked)).toEqual({});
  expect(await asked({}, tea, { ...linked, signedInAt: 400 })).toEqual({});
  expect(await asked({}, tea, linked, { ...site, linkedAt: 300, signedInAt: 400 })).toEqual({});
  expect(await asked({}, tea, linked, site)).toEqual({});
  expect(await asked({}, first)).toEqual({});
  expect(await asked({}, { appid: "wx9", openId: "new" })).toEqual({});
});

test("a person who says that the account is not theirs continues as a newcomer who has confirmed", () => {
  const event = (newcomers: "create" | "bind-phone" | "refuse") =>
    disownEvent({ confirm: "always", newcomers } as Application["policy"], "person");
  for (const [newcomers, next] of [
    ["create", "grant"],
    ["bind-phone", "phone"],
    ["refuse", "refuse"],
  ] as const)
    expect(event(newcomers)).toEqual({ type: "disown", openId: "person", next });
});

test("a WeChat leaves an account that is not its person's with all of its identities, and the account's people are told", async () => {
  const { store, all } = await service({ ...tea, linkedAt: 300 }, { ...site, linkedAt: 300 });
  const scanned = (id: string) => ({ ...scannedBy(sampleAttempt(id), "tea", 4), expiresAt: now + 9_000 });
  await add(store, { attempts: [scanned("a"), scanned("other")] });
  const setup = contextOf({ store, random: createSeededRandom("leave") });
  const left = await store.transact((stores) => leaveAccount(setup, stores, scanned("a"), tea));
  expect(await all()).toEqual(["person of account"]);
  expect(await store.read.removedIdentitiesOf("account")).toEqual([]);
  const unlinked = left.events?.filter(({ name }) => name === "unlinked").map(({ data }) => data);
  expect(unlinked).toMatchObject([{ by: "person" }, { by: "person" }]);
  const about = left.notices?.map(({ kind, about }) => [kind, about?.openId]).sort();
  expect(about).toEqual([
    ["identity_removed", "site"],
    ["identity_removed", "tea"],
  ]);
  expect((await store.read.attempt("a"))?.status).toBe("scanned");
  expect((await store.read.attempt("other"))?.status).toBe("declined");
});

const shop = { id: "shop", name: "Tea", texts: {} } as Application;
const undone = (stores: Stores, attempt: Attempt, openId: string) => undo(stores, shop, attempt, openId);

test("a WeChat that a link added is removed by its person; what the account had of it before stays", async () => {
  const link = sampleAttempt("l", { purpose: "link", accountId: "account", newcomer: true, openId: "tea" });
  const added = { ...tea, linkedBy: "l", linkedAt: 500 };
  const { store, all } = await service(added, { ...site, linkedAt: 300 });
  await store.transact((stores) => undone(stores, { ...link, id: "another" }, "tea"));
  await store.transact((stores) => undone(stores, { ...link, newcomer: false }, "tea"));
  await store.transact((stores) => undone(stores, link, "nobody"));
  expect(await all()).toEqual(["person of account", "site", "tea"]);
  await store.transact((stores) => undone(stores, link, "tea"));
  expect(await all()).toEqual(["person of account", "site"]);
});

test("what the account could have restored of it, it cannot any more", async () => {
  const { store } = await service();
  await store.transact(({ accounts }) => accounts.noteRemoved({ ...tea, removedAt: now }));
  const link = sampleAttempt("l", { purpose: "link", accountId: "account", newcomer: true });
  await store.transact((stores) => undone(stores, link, "tea"));
  expect(await store.read.removedIdentitiesOf("account")).toEqual([]);
});

test("the session of a sign-in, or the one that asked for a proof, ends once", async () => {
  for (const attempt of [sampleAttempt("a1"), sampleAttempt("p", { purpose: "prove", sessionId: "s1" })]) {
    const { store } = await service();
    await add(store, { sessions: [sampleSession("s1", { attemptId: "a1" }), sampleSession("s2")] });
    const undoing = () => store.transact((stores) => undone(stores, attempt, "person of account"));
    expect((await undoing()).events).toEqual([
      {
        name: "undone",
        data: { appid: "wx1", openId: "person of account", attemptId: attempt.id, sessionId: "s1" },
      },
    ]);
    expect(await store.read.sessionById("s1")).toMatchObject({ end: "undone", endedAt: now });
    expect((await store.read.sessionById("s2"))?.endedAt).toBeUndefined();
    expect((await undoing()).events).toEqual([]);
  }
});

test("what this WeChat announced by that session is withdrawn, and nothing else", async () => {
  const { store } = await service();
  await add(store, { sessions: [sampleSession("s1")] });
  const by = { appid: "wx1", openId: "person of account" };
  const change = (id: string, more: object = {}) => ({
    id,
    accountId: "account",
    action: "delete" as const,
    by,
    sessionId: "s1",
    applicationId: "shop",
    announcedAt: 1,
    dueAt: now + 1,
    ...more,
  });
  await store.transact(async ({ accountChanges }) => {
    await accountChanges.insert(change("its"));
    await accountChanges.insert(change("another session's", { sessionId: "s2" }));
    await accountChanges.insert(change("another person's", { by: { ...by, openId: "x" } }));
    await accountChanges.insert(change("of another source", { by: { ...by, appid: "wx2" } }));
  });
  const proof = sampleAttempt("p", { purpose: "prove", sessionId: "s1" });
  await store.transact((stores) => undone(stores, proof, "person of account"));
  const ends = await store.transact(async ({ accountChanges }) =>
    (await accountChanges.of("account")).map(({ id, end }) => [id, end]),
  );
  expect(ends.filter(([, end]) => end !== undefined)).toEqual([["its", "withdrawn"]]);
  expect(ends).toHaveLength(4);
});

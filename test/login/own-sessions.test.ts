import { expect, test } from "vitest";
import { hashSessionToken, type Session } from "../../src/domain/session.ts";
import type { Application } from "../../src/login/context.ts";
import { endOwnSession, endOwnSessions, ownSessions } from "../../src/login/sessions/own-sessions.ts";
import { findSession, signOut } from "../../src/login/transition/find-session.ts";
import { sampleSession } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const now = 10_000;
const session = (id: string, change: Partial<Session> = {}) =>
  sampleSession(id, { tokenHash: hashSessionToken(id), attemptId: `a-${id}`, ...change });
const shop = { id: "shop", manageAccount: true };
const mine = { cookie: "mine" };

/** An account with the sessions `mine` and `phone` at the shop and one at the forum. Another account has `other`. */
async function service(applications: readonly Partial<Application>[] = [shop, { id: "forum" }]) {
  const { store, clock } = await openMemory(now);
  await addAccounts(store, "account", "other");
  const forum = session("forum", { applicationId: "forum", createdAt: 3_000 });
  await add(store, {
    sessions: [
      session("mine"),
      session("phone", { createdAt: 2_000 }),
      forum,
      session("over", { expiresAt: now, createdAt: 500 }),
      session("other's", { accountId: "other" }),
    ],
  });
  const accessTokens = { read: async (token: string) => (token === "bearer" ? "mine" : undefined) } as never;
  const setup = contextOf({ store, accessTokens }, applications);
  const live = async () => (await store.read.liveSessionsOf("account", now, 9)).map(({ id }) => id);
  return { setup, store, clock, live };
}
const ids = ({ sessions }: { readonly sessions: readonly Session[] }) => sessions.map(({ id }) => id);

test("where accounts are managed, a person sees all their live sessions, else those of the application", async () => {
  expect(ids(await ownSessions((await service()).setup, mine))).toEqual(["forum", "phone", "mine"]);
  expect(ids(await ownSessions((await service([{ id: "shop" }])).setup, mine))).toEqual(["phone", "mine"]);
});

test("a session that is not listed is not ended: another account's, another application's, one that is over", async () => {
  const { setup, store } = await service([{ id: "shop" }, { id: "forum" }]);
  for (const id of ["other's", "forum", "over", "none"])
    await expect(endOwnSession(setup, mine, id)).rejects.toMatchObject({ code: "session_not_found" });
  expect((await store.read.sessionById("other's"))?.endedAt).toBeUndefined();
  expect(ids(await endOwnSession(setup, mine, "phone"))).toEqual(["mine"]);
  expect(await store.read.sessionById("phone")).toMatchObject({ end: "signed_out", endedAt: now });
});

test("all sessions end, or all but the one that asks", async () => {
  const kept = await service();
  expect(ids(await endOwnSessions(kept.setup, mine, { keepsCurrent: true }))).toEqual(["mine"]);
  expect(await kept.live()).toEqual(["mine"]);
  const all = await service();
  expect(ids(await endOwnSessions(all.setup, mine, { keepsCurrent: false }))).toEqual([]);
  expect(await all.live()).toEqual([]);
});

test("a session that ended after it was read ends no others", async () => {
  const { setup, store, live } = await service();
  const transact: typeof store.transact = async (work) => {
    await store.transact(({ sessions }) => sessions.end("mine", "operator", now));
    return store.transact(work);
  };
  const used = { ...setup, store: { ...store, transact } };
  await store.transact(({ sessions }) => sessions.use("mine", now));
  const ended = endOwnSessions(used, mine, { keepsCurrent: true });
  await expect(ended).rejects.toMatchObject({ code: "not_signed_in" });
  expect(await live()).toEqual(["forum", "phone"]);
});

test("a session is found by its cookie or a token while it lives, where it counts", async () => {
  const { setup, store, clock } = await service([
    { id: "shop", sso: true },
    { id: "forum", sso: true },
    { id: "admin" },
  ]);
  const found = async (...asked: Parameters<typeof findSession> extends [unknown, ...infer Rest] ? Rest : never) =>
    (await findSession(setup, ...asked))?.session.applicationId;
  expect(await found(mine)).toBe("shop");
  expect(await found({ bearer: "bearer" })).toBe("shop");
  expect(await found({ bearer: "another" })).toBeUndefined();
  expect(await found({ cookie: "none" })).toBeUndefined();
  expect(await found({ cookie: "mine", at: "forum" })).toBe("forum");
  expect(await found({ cookie: "mine", at: "admin" })).toBeUndefined();
  expect(await found(mine, "shop")).toBe("shop");
  expect(await found(mine, "forum")).toBeUndefined();
  expect(await found({ cookie: "over" })).toBeUndefined();
  expect((await store.read.sessionById("mine"))?.firstUsedAt).toBe(now);
  clock.set(now + 1);
  await found(mine);
  expect((await store.read.sessionById("mine"))?.firstUsedAt).toBe(now);
});

test("a session of an application that no longer admits the account does not count", async () => {
  const { setup, store } = await service([{ id: "shop", access: ["staff"] }]);
  expect(await findSession(setup, mine)).toBeUndefined();
  expect((await store.read.sessionById("mine"))?.firstUsedAt).toBeUndefined();
  await store.transact(({ groups }) => groups.add("staff", "account", 1));
  expect((await findSession(setup, mine))?.session.id).toBe("mine");
});

test("a caller who may end the application's sessions signs one out, where it counts", async () => {
  const { setup, live } = await service([{ id: "shop", sso: true }, { id: "forum", sso: true }, { id: "admin" }]);
  const seen: string[] = [];
  const mayEnd = (isAllowed: boolean) => (applicationId: string) => {
    seen.push(applicationId);
    return isAllowed;
  };
  expect(await signOut(setup, { cookie: "none" }, mayEnd(true))).toBe(false);
  expect(await signOut(setup, { cookie: "mine", at: "admin" }, mayEnd(true))).toBe(false);
  expect(seen).toEqual([]);
  expect(await signOut(setup, mine, mayEnd(false))).toBe(false);
  expect(await signOut(setup, { cookie: "mine", at: "forum" }, mayEnd(false))).toBe(false);
  expect(seen).toEqual(["shop", "forum"]);
  expect(await live()).toContain("mine");
  expect(await signOut(setup, mine, mayEnd(true))).toBe(true);
  expect(await live()).not.toContain("mine");
});

test.each([
  ["until-sign-out", false],
  ["90d", true],
] as const)("with `rememberBrowser: %s`, a browser that signed out is known: %s", async (rememberBrowser, isKnown) => {
  const { setup, store } = await service([{ id: "shop", policy: { rememberBrowser } as Application["policy"] }]);
  const browser = { browserHash: "b", accountId: "account", applicationId: "shop" };
  await add(store, { sessions: [session("cookie", { browserHash: "b" })] });
  await store.transact(({ browsers }) => browsers.remember(browser, 1, now));
  await signOut(setup, { cookie: "cookie" }, () => true);
  expect(await store.transact(({ browsers }) => browsers.knows(browser, 1, 1))).toBe(isKnown);
});

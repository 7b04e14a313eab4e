import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { claimOn, hashClaim } from "../../src/domain/claim.ts";
import { strengthOf } from "../../src/domain/known-browser.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { type RedeemOptions, redeem, redeemForSession } from "../../src/login/sessions/redeem.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { sampleAttempt, sampleSession } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const now = 10_000;
const own = { browserSecret: "of this browser" };
const policy = { confirm: "always", confirmBy: "tap", newcomers: "create", phoneMatch: "link" } as const;
const member = { openId: "person of account", accountId: "account", version: 2 };
const granted = { status: "granted", ...member } as const;
const cookie: RedeemOptions = { mode: "cookie" } as RedeemOptions;

/** A service with the account `account`, and an attempt that was granted to its person. */
async function service(change: Partial<Attempt> = {}, remember: "until-sign-out" | "never" = "until-sign-out") {
  const { store, clock } = await openMemory(now);
  await addAccounts(store, "account", "other");
  await add(store, {
    attempts: [sampleAttempt("a", { claimHash: hashClaim(claimOn("a", own)), ...granted, ...change })],
  });
  const told: { readonly name: string }[] = [];
  const events = {
    on: () => () => {},
    emit: (event: { readonly name: string }) => void told.push(event),
  } as unknown as LoginContext["events"];
  const setup = contextOf(
    {
      store,
      events,
      key: new Secret("the service's own secret"),
      random: createSeededRandom("redeem"),
      hints: { publish() {}, subscribe: () => () => {} },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      sessionLifetime: 90_000,
      sources: new Map(),
    },
    [{ id: "shop", name: "Tea", policy: { ...policy, rememberBrowser: remember }, afterSignIn: [], sources: ["wx1"] }],
  );
  const take = (options: Partial<RedeemOptions> = {}) => redeem(setup, "a", own, { ...cookie, ...options });
  return { store, clock, setup, told, take };
}

test("a granted attempt becomes a session of its person, browser and language", async () => {
  const { take, store } = await service();
  const { session, account, token, ...rest } = await take({ address: "203.0.113.77" });
  expect(rest).toEqual({});
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(account).toMatchObject({ id: "account", lastSignInAt: now });
  const { browserHash, browserName, language, channel } = sampleAttempt("a");
  expect(session).toMatchObject({
    accountId: "account",
    applicationId: "shop",
    attemptId: "a",
    appid: "wx1",
    openId: member.openId,
    newcomer: false,
    createdAt: now,
    expiresAt: now + 90_000,
    network: "203.0.113.0/24",
    browserHash,
    browserName,
    language,
    channel,
  });
  expect(await store.read.attempt("a")).toMatchObject({ status: "redeemed", version: 3 });
});

test("a client without an address has no network, and one without a cookie no browser", async () => {
  const { take, store } = await service({ browserHash: undefined } as never);
  const { session } = await take();
  expect(session).not.toHaveProperty("network");
  expect(session).not.toHaveProperty("browserHash");
  expect(await store.read.browserMark("browser")).toBeUndefined();
});

test("tokens instead of a cookie: another secret, and the session is kept in that way alone", async () => {
  const { take } = await service({});
  const { token } = await take();
  await expect(take({ mode: "token" })).rejects.toMatchObject({ code: "already_redeemed" });
  expect((await take()).token).toBe(token);
});

test.each([
  ["no proof", undefined],
  ["another browser's", { browserSecret: "of another" }],
] as const)("%s gets nothing", async (_, proof) => {
  const { setup, store } = await service();
  await expect(redeem(setup, "a", proof, cookie)).rejects.toMatchObject({ code: "attempt_not_found" });
  await expect(redeemForSession(setup, "a", proof)).rejects.toMatchObject({ code: "attempt_not_found" });
  expect(await store.read.attempt("a")).toMatchObject({ status: "granted" });
});

test.each([
  ["pending", { status: "pending" }, "attempt_not_granted"],
  ["scanned", { status: "scanned" }, "attempt_not_granted"],
  ["declined", { status: "declined" }, "attempt_ended"],
  ["past its deadline", { expiresAt: now - 1 }, "attempt_ended"],
  ["requested by a session", { purpose: "link" }, "attempt_not_found"],
] as const)("an attempt that is %s makes no session", async (_, change, code) => {
  const { take, store } = await service(change);
  await expect(take()).rejects.toMatchObject({ code });
  expect(await store.read.liveSessionsOf("account", now, 9)).toEqual([]);
});

test("redeeming again returns the same session and the same token, and publishes nothing", async () => {
  const { take, told } = await service();
  const first = await take();
  const again = await take();
  expect(again).toEqual({ ...first, account: again.account });
  expect(told.map(({ name }) => name)).toEqual(["signed-in"]);
});

test("a minute later there is nothing to redeem again", async () => {
  const { take, clock } = await service();
  await take();
  await clock.advance(60_000);
  await expect(take()).rejects.toMatchObject({ code: "already_redeemed" });
});

test("a suspended account opens no session, and the attempt stays granted", async () => {
  const { take, store } = await service();
  await store.transact(({ accounts }) => accounts.setSuspended("account", now));
  await expect(take()).rejects.toMatchObject({ code: "account_suspended" });
  expect(await store.read.attempt("a")).toMatchObject({ status: "granted" });
});

test("an application for a group admits nobody else", async () => {
  const { setup, take, store } = await service();
  Object.assign(setup.applications.get("shop") ?? {}, { access: ["staff"] });
  await expect(take()).rejects.toMatchObject({ code: "not_admitted" });
  await store.transact(({ groups }) => groups.add("staff", "account", now));
  expect((await take()).session.accountId).toBe("account");
});

const shop = { browserHash: "browser", accountId: "account", applicationId: "shop" };

test("the browser is known from now on, unless the policy forgets it; it is marked in any case", async () => {
  for (const remember of ["until-sign-out", "never"] as const) {
    const { take, store } = await service({ channel: "open-platform" }, remember);
    await take();
    expect(
      await store.transact(({ browsers }) => browsers.knows(shop, strengthOf({ channel: "open-platform" }), now + 1)),
    ).toBe(remember === "until-sign-out");
    expect(await store.read.browserMark("browser")).toEqual(expect.any(String));
  }
});

/** An attempt that the session `s1` of the account requested. */
async function requested(change: Partial<Attempt>, session: Parameters<typeof sampleSession>[1] = {}) {
  const all = await service({ sessionId: "s1", ...change });
  await add(all.store, { sessions: [sampleSession("s1", { openId: member.openId, ...session })] });
  return { ...all, take: () => redeemForSession(all.setup, "a", own) };
}

test("a session that asked for an approval has it once its page redeems; again changes nothing", async () => {
  const { take, store } = await requested({ purpose: "prove", approves: "link", target: "" } as never);
  const query = { sessionId: "s1", action: "link", target: "" } as const;
  expect(await store.read.approval(query, 0)).toBeUndefined();
  expect(await take()).toMatchObject({ account: { id: "account" }, session: { id: "s1" } });
  expect(await store.read.approval(query, 0)).toBe(now);
  expect(await take()).toMatchObject({ session: { id: "s1" } });
  expect(await store.read.attempt("a")).toMatchObject({ status: "redeemed", version: 3 });
});

test.each([
  ["not granted yet", { status: "scanned" }, {}, "attempt_not_granted"],
  ["over", { status: "declined" }, {}, "attempt_ended"],
  ["of a session that has ended", {}, { expiresAt: now }, "attempt_ended"],
] as const)("what a session asked for is not had while it is %s", async (_, change, session, code) => {
  const { take, store } = await requested(
    { purpose: "prove", approves: "link", target: "", ...change } as never,
    session,
  );
  await expect(take()).rejects.toMatchObject({ code });
  expect(await store.read.approval({ sessionId: "s1", action: "link", target: "" }, 0)).toBeUndefined();
});

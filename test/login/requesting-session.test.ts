import { expect, test } from "vitest";
import type { Approval } from "../../src/domain/approval.ts";
import type { Attempt, Purpose } from "../../src/domain/attempt.ts";
import {
  requestingSessionOf,
  requireRequestingSession,
  requireSession,
} from "../../src/login/transition/requesting-session.ts";
import { takeApproval } from "../../src/login/transition/require-approval.ts";
import { isLinkedBy, isStillValid, isUndone } from "../../src/login/transition/still-valid.ts";
import type { Stores } from "../../src/ports/store.ts";
import { sampleAttempt, sampleSession } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const freshFor = 5_000;
const manager = { id: "shop", manageAccount: true };

/** A service with the account `account`. Its session `s1` is live, and its session `over` is not. */
async function service(...applications: Parameters<typeof contextOf>[1] & object) {
  const { store, clock } = await openMemory();
  await addAccounts(store, "account", "other");
  const over = sampleSession("over", { expiresAt: 10_000 });
  await add(store, { sessions: [sampleSession("s1", { attemptId: "a1" }), over] });
  return { store, clock, setup: contextOf({ store, freshFor }, applications) };
}

const approval: Approval = {
  attemptId: "a",
  sessionId: "s1",
  accountId: "account",
  action: "link",
  target: "",
  appid: "wx1",
  openId: "person of account",
  approvedAt: 8_000,
};

test("a sign-in needs no session; a proof needs a live one of this application", async () => {
  const { setup } = await service(manager, { id: "forum", manageAccount: true });
  const requester = (purpose: Purpose, applicationId: string, sessionId?: string) =>
    requireRequestingSession(setup, purpose, applicationId, sessionId === undefined ? undefined : { sessionId });
  expect(await requester("sign-in", "shop", "s1")).toBeUndefined();
  expect(await requester("prove", "shop", "s1")).toEqual({ sessionId: "s1", accountId: "account" });
  for (const [applicationId, id] of [["shop"], ["shop", "none"], ["shop", "over"], ["forum", "s1"]] as const)
    await expect(requester("prove", applicationId, id)).rejects.toMatchObject({ code: "not_signed_in" });
});

test("only an application that manages accounts may ask", async () => {
  const { setup } = await service({ id: "shop", manageAccount: false });
  const asked = requireRequestingSession(setup, "prove", "shop", { sessionId: "s1" });
  await expect(asked).rejects.toMatchObject({ code: "account_not_managed" });
});

test("a link needs an approval besides, given to this session not long ago", async () => {
  const { setup, store, clock } = await service(manager);
  const link = () => requireRequestingSession(setup, "link", "shop", { sessionId: "s1" });
  await expect(link()).rejects.toMatchObject({ code: "fresh_proof_needed" });
  await store.transact(({ approvals }) => approvals.insert(approval));
  expect(await link()).toEqual({ sessionId: "s1", accountId: "account" });
  clock.set(8_000 + freshFor + 1);
  await expect(link()).rejects.toMatchObject({ code: "fresh_proof_needed" });
});

test("without a proof there is no session", async () => {
  const { setup } = await service(manager);
  await expect(requireSession(setup, undefined)).rejects.toMatchObject({ code: "not_signed_in" });
  await expect(requireSession(setup, { cookie: "none" })).rejects.toMatchObject({ code: "not_signed_in" });
});

type Change = (stores: Stores) => Promise<unknown>;

test.each<[string, Change, string, boolean]>([
  ["of the account's WeChat counts", async () => {}, "account", true],
  [
    "of a WeChat that left the account",
    ({ accounts }) => accounts.removeIdentity("account", "wx1", "person of account"),
    "account",
    false,
  ],
  [
    "of a WeChat that is lost",
    ({ accounts }) => accounts.setLost("account", "wx1", "person of account", 9_000),
    "account",
    false,
  ],
  ["for another account", async () => {}, "other", false],
])("an approval %s", async (_, change, accountId, counts) => {
  const { store } = await service(manager);
  await store.transact(({ approvals }) => approvals.insert(approval));
  await store.transact(change);
  const { sessionId, action, target } = approval;
  const query = { sessionId, action, target, accountId };
  const taken = store.transact((stores) => takeApproval({ freshFor }, stores, query));
  if (counts) expect(await taken).toMatchObject({ openId: "person of account" });
  else await expect(taken).rejects.toMatchObject({ code: "fresh_proof_needed" });
});

test("an approval is valid once, and its grace is for requests that began in time", async () => {
  const { store, clock } = await service(manager);
  await store.transact(({ approvals }) => approvals.insert(approval));
  const take = (grace?: number) =>
    store.transact((stores) => takeApproval({ freshFor }, stores, { ...approval, target: "" }, grace));
  clock.set(8_000 + freshFor + 500);
  await expect(take()).rejects.toMatchObject({ code: "fresh_proof_needed" });
  expect(await take(1_000)).toMatchObject({ appid: "wx1" });
  await expect(take(1_000)).rejects.toMatchObject({ code: "fresh_proof_needed" });
});

test("the session that requested an attempt counts while it lives", async () => {
  const { store } = await service(manager);
  const idOf = (attempt: Partial<Attempt>) =>
    store.transact(async (stores) => (await requestingSessionOf(stores, sampleAttempt("a", attempt)))?.id);
  expect(await idOf({ sessionId: "s1" })).toBe("s1");
  expect(await idOf({ sessionId: "over" })).toBeUndefined();
  expect(await idOf({ sessionId: "none" })).toBeUndefined();
  expect(await idOf({})).toBeUndefined();
});

test("what an attempt did is in effect until its session ends, or its WeChat is taken off", async () => {
  const { store } = await service(manager);
  const stateOf = (attempt: Attempt) =>
    store.transact(async (stores) => [await isStillValid(stores, attempt), await isUndone(stores, attempt)]);
  const signIn = sampleAttempt("a1");
  const proof = sampleAttempt("p", { purpose: "prove", sessionId: "s1" });
  const link = sampleAttempt("l", { purpose: "link", sessionId: "s1", openId: "new", newcomer: true });
  expect(await stateOf(signIn)).toEqual([true, false]);
  expect(await stateOf(sampleAttempt("nobody's"))).toEqual([false, false]);
  expect(await stateOf(proof)).toEqual([true, false]);
  expect(await stateOf(link)).toEqual([false, true]);
  expect(await stateOf({ ...link, newcomer: false })).toEqual([true, false]);
  await store.transact(({ accounts }) =>
    accounts.addIdentity({ appid: "wx1", openId: "new", accountId: "account", linkedBy: "l", linkedAt: 9_000 }),
  );
  expect(await stateOf(link)).toEqual([true, false]);
  expect(await stateOf({ ...link, id: "another" })).toEqual([false, true]);
  expect(await store.transact((stores) => isLinkedBy(stores, sampleAttempt("l")))).toBe(false);
  await store.transact(({ sessions }) => sessions.end("s1", "undone", 10_000));
  expect(await stateOf(signIn)).toEqual([false, true]);
  expect(await stateOf(proof)).toEqual([false, true]);
});

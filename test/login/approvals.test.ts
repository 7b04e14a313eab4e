import { expect, test } from "vitest";
import {
  approvedUntil,
  linkApproval,
  requireApproval,
  takeApproval,
} from "../../src/login/transition/require-approval.ts";
import { sampleSession } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const now = 1_000_000;
const freshFor = 60_000;
const query = linkApproval("s1");
const taken = { ...query, accountId: "account" };

/** A service in which the account's WeChat approved a link for session `s1` this many milliseconds ago. */
async function approvedAgo(ms: number, by = "person of account") {
  const { store } = await openMemory(now);
  await addAccounts(store, "account", "other");
  await add(store, { sessions: [sampleSession("s1", { expiresAt: 2 * now })] });
  await store.transact(({ approvals }) =>
    approvals.insert({ ...taken, attemptId: "a", appid: "wx1", openId: by, approvedAt: now - ms }),
  );
  const setup = contextOf({ store, freshFor });
  return { store, setup, take: (grace?: number) => store.transact((all) => takeApproval(setup, all, taken, grace)) };
}

test("a link needs an approval of its session that is about no identity", () => {
  expect(query).toEqual({ sessionId: "s1", action: "link", target: "" });
});

test("an approval is good for as long as it is fresh", async () => {
  const { setup } = await approvedAgo(freshFor - 1);
  expect(await approvedUntil(setup, query)).toBe(now + 1);
  await requireApproval(setup, query);
});

test("an approval that is too old, or of another action, is invalid", async () => {
  const old = await approvedAgo(freshFor + 1);
  expect(await approvedUntil(old.setup, query)).toBeUndefined();
  await expect(requireApproval(old.setup, query)).rejects.toMatchObject({ code: "fresh_proof_needed" });
  const { setup } = await approvedAgo(1);
  for (const other of [{ sessionId: "s2" }, { action: "delete" }, { target: "identity" }] as const)
    await expect(requireApproval(setup, { ...query, ...other })).rejects.toMatchObject({ code: "fresh_proof_needed" });
});

test("an approval is used once, and names who gave it", async () => {
  const { take } = await approvedAgo(1);
  expect(await take()).toMatchObject({ accountId: "account", openId: "person of account" });
  await expect(take()).rejects.toMatchObject({ code: "fresh_proof_needed" });
});

test("an action that began in time may use its approval a while longer", async () => {
  const late = freshFor + 500;
  await expect((await approvedAgo(late)).take()).rejects.toMatchObject({ code: "fresh_proof_needed" });
  await expect((await approvedAgo(late)).take(499)).rejects.toMatchObject({ code: "fresh_proof_needed" });
  expect(await (await approvedAgo(late)).take(501)).toMatchObject({ accountId: "account" });
});

test("a WeChat of another account, of no account, or a lost one cannot approve", async () => {
  for (const by of ["person of other", "nobody"])
    await expect((await approvedAgo(1, by)).take()).rejects.toMatchObject({ code: "fresh_proof_needed" });
  const { store, take } = await approvedAgo(1);
  await store.transact(({ accounts }) => accounts.setLost("account", "wx1", "person of account", now));
  await expect(take()).rejects.toMatchObject({ code: "fresh_proof_needed" });
});

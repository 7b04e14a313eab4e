import { expect, test } from "vitest";
import type { Attempt } from "../../src/domain/attempt.ts";
import { isAdmitted, isStillAdmitted } from "../../src/login/transition/access.ts";
import type { Grant } from "../../src/login/transition/grant.ts";
import { grantSignIn } from "../../src/login/transition/grant.ts";
import { grantInvited, grantLink, grantProof } from "../../src/login/transition/grant-link.ts";
import { isLost, isSuspended } from "../../src/login/transition/resolve-identity.ts";
import { isShared, seenAt } from "../../src/login/transition/single-sign-on.ts";
import type { Stores } from "../../src/ports/store.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { sampleAccount, sampleAttempt, sampleSession } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const now = 10_000;
const tea = { appid: "wx1", openId: "o-tea", platform: "yiye", unionId: "u" };
const site = { ...tea, appid: "wx2", openId: "o-site" };

/** A service with the accounts `account` and `other`. The session `s1` belongs to `account`. */
async function service() {
  const { store } = await openMemory(now);
  await addAccounts(store, "account", "other");
  await add(store, { sessions: [sampleSession("s1"), sampleSession("over", { expiresAt: now })] });
  const wx1 = { appid: "wx1", platform: "yiye" };
  const setup = contextOf({ store, random: createSeededRandom("grants"), sources: new Map([["wx1", wx1 as never]]) });
  const granted = (grant: Grant, attempt: Partial<Attempt>, openId: string, unionId?: string) =>
    store.transact((stores) =>
      grant(setup, stores, sampleAttempt("a", attempt), openId, unionId === undefined ? {} : { unionId }),
    );
  return { store, granted };
}

/** Adds a WeChat that both sources know to the account. */
const addBoth = async ({ accounts }: Stores) => {
  for (const one of [tea, site]) await accounts.addIdentity({ ...one, accountId: "account" });
};

test("a link is granted to a person without an account, and to the account's own people", async () => {
  const { granted } = await service();
  const link = { purpose: "link", sessionId: "s1" } as const;
  expect(await granted(grantLink, link, "new")).toMatchObject({ attempt: { accountId: "account", newcomer: true } });
  const own = await granted(grantLink, link, "person of account");
  expect(own).toMatchObject({ attempt: { accountId: "account", newcomer: false } });
  expect(await granted(grantLink, link, "person of other")).toBe("conflict");
});

test("a proof is granted to the account's own people alone", async () => {
  const { granted } = await service();
  const proof = { purpose: "prove", sessionId: "s1" } as const;
  expect(await granted(grantProof, proof, "person of account")).toMatchObject({ attempt: { newcomer: false } });
  expect(await granted(grantProof, proof, "person of other")).toBe("conflict");
  expect(await granted(grantProof, proof, "new")).toBe("conflict");
});

test("without the session that asked, a link and a proof are over", async () => {
  const { granted } = await service();
  for (const grant of [grantLink, grantProof])
    for (const requester of [{}, { sessionId: "over" }, { sessionId: "none" }])
      expect(await granted(grant, requester, "person of account")).toBe("ended");
});

test("an invitation is granted as a link is, unless it is over or its account is suspended", async () => {
  const { store, granted } = await service();
  await store.transact(({ invitations }) =>
    invitations.insert({ hash: "h", accountId: "account", createdAt: 1, validFrom: 1, expiresAt: now + 1 }),
  );
  const invited = { invitation: "h" };
  expect(await granted(grantInvited, invited, "new")).toMatchObject({
    attempt: { accountId: "account", newcomer: true },
  });
  expect(await granted(grantInvited, invited, "person of account")).toMatchObject({ attempt: { newcomer: false } });
  expect(await granted(grantInvited, invited, "person of other")).toBe("conflict");
  expect(await granted(grantInvited, { invitation: "x" }, "new")).toBe("ended");
  expect(await granted(grantInvited, {}, "new")).toBe("ended");
  await store.transact(({ accounts }) => accounts.setSuspended("account", now));
  expect(await granted(grantInvited, invited, "new")).toBe("suspended");
});

test("a sign-in opens the account of the WeChat, by the unionId of another source too; else it is a newcomer's", async () => {
  const { store, granted } = await service();
  const own = await granted(grantSignIn, {}, "person of account");
  expect(own).toMatchObject({
    attempt: { accountId: "account", newcomer: false },
    name: sampleAccount("account").name,
  });
  const newcomer = await granted(grantSignIn, { language: "en" }, "new", "u");
  expect(newcomer).toMatchObject({ attempt: { newcomer: true }, name: expect.stringMatching(/^[A-Z][a-z]+ /) });
  expect(newcomer).not.toHaveProperty("attempt.accountId");
  await store.transact(({ accounts }) => accounts.addIdentity({ ...site, accountId: "other" }));
  expect(await granted(grantSignIn, {}, "new", "u")).toMatchObject({ attempt: { accountId: "other" } });
  expect(await granted(grantSignIn, { appid: "wx9" }, "new", "u")).toMatchObject({ attempt: { newcomer: true } });
});

test("a WeChat that is lost at one source is lost at all of them, and another of its account is not", async () => {
  const { store } = await service();
  const lost = (seen: Parameters<typeof isLost>[1]) => store.transact((stores) => isLost(stores, seen));
  await store.transact(addBoth);
  expect(await lost(tea)).toBe(false);
  await store.transact(({ accounts }) => accounts.setLost("account", "wx2", "o-site", now));
  expect(await lost(site)).toBe(true);
  expect(await lost(tea)).toBe(true);
  expect(await lost({ appid: "wx1", openId: "o-tea" })).toBe(true);
  expect(await lost({ ...tea, appid: "wx3", openId: "o-new" })).toBe(true);
  expect(await lost({ appid: "wx1", openId: "person of account" })).toBe(false);
  expect(await lost({ appid: "wx3", openId: "o-new" })).toBe(false);
});

test("a suspension of an account applies to each of its WeChats, and to nobody else", async () => {
  const { store } = await service();
  const suspended = (seen: Parameters<typeof isSuspended>[1]) => store.transact((stores) => isSuspended(stores, seen));
  await store.transact(addBoth);
  expect(await suspended(tea)).toBe(false);
  await store.transact(({ accounts }) => accounts.setSuspended("account", now));
  expect(await suspended(tea)).toBe(true);
  expect(await suspended({ ...tea, appid: "wx3", openId: "o-new" })).toBe(true);
  expect(await suspended({ appid: "wx1", openId: "person of other" })).toBe(false);
  expect(await suspended({ appid: "wx3", openId: "o-new" })).toBe(false);
});

test("an application with groups admits their members; one without admits everybody", async () => {
  const groupsOf = async (id: string) => (id === "member" ? ["staff", "tea"] : ["tea"]);
  const admits = (access: readonly string[] | undefined, id: string | undefined) =>
    isAdmitted(groupsOf, access ? { access } : {}, id);
  for (const id of [undefined, "member", "other"]) expect(await admits(undefined, id)).toBe(true);
  expect(await isAdmitted(groupsOf, undefined, undefined)).toBe(true);
  expect(await admits(["staff", "guests"], "member")).toBe(true);
  expect(await admits(["staff", "guests"], "other")).toBe(false);
  expect(await admits(["tea"], undefined)).toBe(false);
  expect(await admits([], "member")).toBe(false);
});

test("who leaves a group is admitted no more, also with a session", async () => {
  const { store } = await openMemory(now);
  await addAccounts(store, "account");
  const setup = contextOf({ store }, [{ id: "shop", access: ["staff"] }]);
  const admitted = () => isStillAdmitted(setup, sampleSession("s1"));
  expect(await admitted()).toBe(false);
  await store.transact(({ groups }) => groups.add("staff", "account", 1));
  expect(await admitted()).toBe(true);
  expect(await isStillAdmitted(setup, { applicationId: "forum", accountId: "none" })).toBe(true);
});

test("a session counts where it was signed in, and where both applications share theirs", () => {
  const setup = contextOf({}, [{ id: "shop", sso: true }, { id: "forum", sso: true }, { id: "admin" }]);
  expect(isShared(setup, "admin", "admin")).toBe(true);
  expect(isShared(setup, "shop", "forum")).toBe(true);
  for (const [from, at] of [
    ["shop", "admin"],
    ["admin", "shop"],
    ["shop", "gone"],
    ["gone", "shop"],
  ] as const)
    expect(isShared(setup, from, at)).toBe(false);
  const signedIn = { account: sampleAccount("account"), session: sampleSession("s1") };
  expect(seenAt(setup, signedIn, undefined)).toBe(signedIn);
  expect(seenAt(setup, signedIn, "shop")).toBe(signedIn);
  expect(seenAt(setup, signedIn, "forum")).toEqual({
    ...signedIn,
    session: sampleSession("s1", { applicationId: "forum" }),
  });
  expect(seenAt(setup, signedIn, "admin")).toBeUndefined();
});

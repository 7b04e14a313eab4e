import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createOpenIdRecords } from "../../src/login/openid/records.ts";
import { createAdapter } from "../../src/oidc/adapter.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { insertSessions, sampleAccount, sampleSession } from "../../src/testing/store/samples.ts";
import { ownFolder } from "../adapters/folder.ts";

const limits = { hit: async () => ({ allowed: true }) as const };
const often = { times: 1, per: 1_000 };
const limit = { attemptsPerAddress: often, attemptsPerAddressLong: often, pushesPerPerson: often };

async function adapterOf(model: string) {
  const store = await openSqliteStore({ path: `${ownFolder()}/saoma.db`, clock: createFakeClock() });
  const records = createOpenIdRecords({ store, limits, limit, applications: new Map() });
  const adapter = createAdapter({
    records,
    overMeanwhile: () => new Error("over"),
    isTold: () => false,
    refreshes: (clientId) => clientId === "refreshing",
  });
  return { store, records, adapter, codes: adapter(model), grants: adapter("Grant") };
}

// Over HTTP the first request has mostly finished before the next one reads the code. Here all of them read it first.
test("of 64 that have all found a code unused, one uses it", async () => {
  const { store, codes } = await adapterOf("AuthorizationCode");
  await codes.upsert("code", { kind: "AuthorizationCode" }, 60);
  const found = await Promise.all(Array.from({ length: 64 }, () => codes.find("code")));
  expect(found.every((one) => one && one.consumed === undefined)).toBe(true);
  const used = await Promise.allSettled(Array.from({ length: 64 }, () => codes.consume("code")));
  expect(used.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await codes.find("code")).toMatchObject({ jti: "code", consumed: expect.any(Number) });
  await store.close();
});

test("a record of an unknown grant or session is refused", async () => {
  const { store, codes, grants } = await adapterOf("AuthorizationCode");
  await expect(codes.upsert("code", { grantId: "none" }, 60)).rejects.toThrow("over");
  await expect(codes.upsert("code", { sessionUid: "none" }, 60)).rejects.toThrow("over");
  await grants.upsert("grant", { accountId: "a" }, 60);
  await codes.upsert("code", { grantId: "grant" }, 60);
  expect(await codes.find("code")).toEqual({ jti: "code", grantId: "grant" });
  await store.close();
});

test.each(["plain", "refreshing"])(
  "a code that is shown again takes its grant away when the last of its tokens is there, and no sooner: %s client",
  async (clientId) => {
    const { store, adapter, grants } = await adapterOf("AuthorizationCode");
    await grants.upsert("grant", { clientId }, 60);
    const revoke = async () => {
      for (const model of ["AccessToken", "AuthorizationCode"]) await adapter(model).revokeByGrantId("grant");
    };
    await revoke();
    await adapter("AccessToken").upsert("access", { grantId: "grant" }, 60);
    if (clientId === "refreshing") {
      await revoke();
      await adapter("RefreshToken").upsert("refresh", { grantId: "grant" }, 60);
      expect(await adapter("AccessToken").find("access")).toBeDefined();
    }
    await revoke();
    for (const [model, id] of [
      ["AccessToken", "access"],
      ["RefreshToken", "refresh"],
      ["Grant", "grant"],
    ] as const)
      expect(await adapter(model).find(id), model).toBeUndefined();
    await store.close();
  },
);

test("a refresh token that is destroyed takes its grant away; another token, or one without a grant, only itself", async () => {
  const { store, adapter, grants } = await adapterOf("RefreshToken");
  await grants.upsert("grant", { clientId: "refreshing" }, 60);
  for (const [model, id] of [
    ["AccessToken", "first"],
    ["AccessToken", "second"],
    ["RefreshToken", "refresh"],
  ] as const)
    await adapter(model).upsert(id, { grantId: "grant" }, 60);
  await adapter("RefreshToken").upsert("lone", {}, 60);
  await adapter("RefreshToken").destroy("lone");
  await adapter("RefreshToken").destroy("none");
  await adapter("AccessToken").destroy("first");
  expect(await adapter("RefreshToken").find("lone")).toBeUndefined();
  expect(await adapter("AccessToken").find("first")).toBeUndefined();
  expect(await adapter("AccessToken").find("second")).toBeDefined();
  expect(await grants.find("grant")).toBeDefined();
  await adapter("RefreshToken").destroy("refresh");
  expect(await adapter("RefreshToken").find("refresh")).toBeUndefined();
  expect(await adapter("AccessToken").find("second")).toBeUndefined();
  expect(await grants.find("grant")).toBeUndefined();
  await store.close();
});

test("an ended session belongs to nobody, for the provider and for its account lookups", async () => {
  const { store, records, adapter } = await adapterOf("Session");
  await store.transact(({ accounts }) => accounts.insert(sampleAccount("account")));
  await insertSessions(store, sampleSession("session", { expiresAt: store.now() + 60_000 }));
  expect(await adapter("Session").find("session")).toMatchObject({ uid: "session", accountId: "account" });
  await store.transact(({ sessions, now }) => sessions.end("session", "signed_out", now));
  expect(await records.signedIn("session")).toBeUndefined();
  expect(await adapter("Session").find("session")).toBeUndefined();
});

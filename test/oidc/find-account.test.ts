import { interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Application } from "../../src/login/context.ts";
import { createOpenIdRecords } from "../../src/login/openid/records.ts";
import type { ClientApplication } from "../../src/oidc/client-application.ts";
import { configurationOf } from "../../src/oidc/configuration.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { insertSessions, sampleAccount, sampleSession } from "../../src/testing/store/samples.ts";
import { ownFolder } from "../adapters/folder.ts";

const client = (id: string, sso = false) =>
  ({ id, name: id, sso, openid: { wechat: [], redirectUris: [], secretHashes: [] } }) as unknown as ClientApplication;

/** The account that the provider finds for a `sub` at a client, by a token's session or by the browser's. */
async function findAccounts() {
  const store = await openSqliteStore({ path: `${ownFolder()}/saoma.db`, clock: createFakeClock() });
  await store.transact(async ({ accounts }) => {
    await accounts.insert(sampleAccount("account"));
    await accounts.insert({ ...sampleAccount("another"), name: "另一只水獭" });
  });
  await insertSessions(store, sampleSession("session", { expiresAt: store.now() + 60_000 }));
  const clients = new Map(["shop", "other"].map((id) => [id, client(id)]));
  const limited = { limits: { hit: async () => ({ allowed: true }) as const }, limit: {} as never };
  const applications: ReadonlyMap<string, Application> = clients;
  const records = createOpenIdRecords({ store, ...limited, applications });
  const refused = () => new Error("refused");
  const deps = { origin: "https://login.saoma.test", records, clients, sessionLifetime: 60_000 };
  const { findAccount } = configurationOf(
    { ...deps, overMeanwhile: refused, invalidTarget: refused },
    [],
    interactionPolicy.base(),
  );
  const find = async (sub: string, at: string, ofToken?: string) => {
    const ctx = { oidc: { client: { clientId: at }, session: { uid: "session" } } } as unknown as KoaContextWithOIDC;
    const token = ofToken === undefined ? undefined : ({ kind: "AccessToken", sessionUid: ofToken } as never);
    return (await findAccount?.(ctx, sub, token))?.accountId;
  };
  return { store, find };
}

test("the provider finds the account of the session, by the token's or the browser's, and no other", async () => {
  const { store, find } = await findAccounts();
  expect([await find("account", "shop"), await find("account", "shop", "session")]).toEqual(["account", "account"]);
  expect([await find("another", "shop"), await find("another", "shop", "session")]).toEqual([undefined, undefined]);
  expect(await find("account", "shop", "none")).toBeUndefined();
  await store.transact(({ sessions, now }) => sessions.end("session", "signed_out", now));
  expect([await find("account", "shop"), await find("account", "shop", "session")]).toEqual([undefined, undefined]);
  await store.close();
});

test("a session of one application finds no account at another, and at an unknown client none", async () => {
  const { store, find } = await findAccounts();
  for (const at of ["other", "none"])
    expect([await find("account", at), await find("account", at, "session")]).toEqual([undefined, undefined]);
  await store.close();
});

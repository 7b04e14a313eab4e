// The queries and writes of identities.
import { sql } from "kysely";
import type { Identity, IdentityConflict } from "../../domain/account.ts";
import type { Accounts } from "../../ports/accounts.ts";
import type { Reads } from "../../ports/reads.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

type Identities = Pick<
  Accounts,
  | "identity"
  | "identitiesOf"
  | "ownerOfUnionId"
  | "addIdentity"
  | "removeIdentity"
  | "setLost"
  | "noteSignIn"
  | "setUnionId"
  | "noteConflict"
>;

interface Owned {
  readonly accountId: string;
  readonly appid: string;
  readonly openId: string;
}

/** The queries and writes of identities. */
export function createIdentities(from: Sql): Identities {
  const { db, prepare } = from;
  const owner = prepare((p: { platform: string; unionId: string }) =>
    db
      .selectFrom("identities")
      .select("account_id as accountId")
      .where("platform", "=", p.platform)
      .where("union_id", "=", p.unionId)
      .limit(sql.lit(1)),
  );
  const expected = prepare((p: { platform: string; unionId: string }) =>
    db
      .selectFrom("expected_people")
      .select("account_id as accountId")
      .where("platform", "=", p.platform)
      .where("union_id", "=", p.unionId),
  );
  const add = insertIdentity(from);
  const set = prepare((p: Nullable<Identity>) =>
    db
      .updateTable("identities")
      .set({ platform: p.platform, union_id: p.unionId })
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId),
  );
  const setLost = prepare((p: Owned & { lostAt: number | null; mutedAt: number | null }) =>
    db
      .updateTable("identities")
      .set({ lost_at: p.lostAt, muted_at: p.mutedAt })
      .where("account_id", "=", p.accountId)
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId),
  );
  const noteSignIn = prepare((p: { appid: string; openId: string; at: number }) =>
    db
      .updateTable("identities")
      .set({ signed_in_at: p.at })
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("signed_in_at", "is", null),
  );
  const note = insertConflict(from);
  const remove = prepare((p: Owned) => removing(from, p));

  return {
    identity: getIdentity(from),
    ownerOfUnionId: async (platform, unionId) =>
      ((await owner.first({ platform, unionId })) ?? (await expected.first({ platform, unionId })))?.accountId,
    addIdentity: async (identity) => (await add.changes(identity)) === 1,
    identitiesOf: identitiesOf(from),
    removeIdentity: async (accountId, appid, openId) => (await remove.changes({ accountId, appid, openId })) === 1,
    setLost: async (accountId, appid, openId, lostAt, mutedAt) =>
      (await setLost.changes({ accountId, appid, openId, lostAt: lostAt ?? null, mutedAt: mutedAt ?? null })) === 1,
    noteSignIn: async (appid, openId, at) => (await noteSignIn.changes({ appid, openId, at })) === 1,
    setUnionId: async (identity) => (await set.changes(identity)) === 1,
    noteConflict: async (conflict) => (await note.changes(conflict)) === 1,
  };
}

/** Reads an identity once in a transaction, whose code reads it at many places. */
export function getIdentity({ db, prepare, once = unkept }: Sql): Reads["identity"] {
  const get = prepare((p: { appid: string; openId: string }) =>
    db.selectFrom("identities").select(columns).where("appid", "=", p.appid).where("open_id", "=", p.openId),
  );
  const read = async (appid: string, openId: string) => {
    const row = await get.first({ appid, openId });
    return row && present(row);
  };
  return (appid, openId) => once(`identity\0${appid}\0${openId}`, () => read(appid, openId));
}

const unkept = <T>(_key: string, read: () => T): T => read();

const columns = [
  "appid",
  "open_id as openId",
  "account_id as accountId",
  "platform",
  "union_id as unionId",
  "linked_by as linkedBy",
  "linked_at as linkedAt",
  "signed_in_at as signedInAt",
  "lost_at as lostAt",
  "muted_at as mutedAt",
] as const;

const removing = ({ db }: Sql, p: Owned) =>
  db
    .deleteFrom("identities")
    .where("account_id", "=", p.accountId)
    .where("appid", "=", p.appid)
    .where("open_id", "=", p.openId);

export function identitiesOf({ db, prepare }: Sql): Reads["identitiesOf"] {
  const all = prepare((p: { accountId: string }) =>
    db
      .selectFrom("identities")
      .select(columns)
      .where("account_id", "=", p.accountId)
      .orderBy("appid")
      .orderBy("open_id"),
  );
  return async (accountId) => (await all.all({ accountId })).map(present);
}

const insertIdentity = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Identity>) =>
    db
      .insertInto("identities")
      .values({
        appid: p.appid,
        open_id: p.openId,
        account_id: p.accountId,
        platform: p.platform,
        union_id: p.unionId,
        linked_by: p.linkedBy,
        linked_at: p.linkedAt,
        signed_in_at: p.signedInAt,
        lost_at: p.lostAt,
        muted_at: p.mutedAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );

const insertConflict = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<IdentityConflict>) =>
    db
      .insertInto("identity_conflicts")
      .values({
        appid: p.appid,
        open_id: p.openId,
        account_id: p.accountId,
        platform: p.platform,
        union_id: p.unionId,
        other_account_id: p.otherAccountId,
        noticed_at: p.noticedAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );

export function allIdentityConflicts({ db, prepare }: Sql): Reads["identityConflicts"] {
  const all = prepare(() =>
    db
      .selectFrom("identity_conflicts")
      .select([
        "appid",
        "open_id as openId",
        "account_id as accountId",
        "platform",
        "union_id as unionId",
        "other_account_id as otherAccountId",
        "noticed_at as noticedAt",
      ]),
  );
  return async () => (await all.all({})).map(present).toSorted((a, b) => a.noticedAt - b.noticedAt);
}

import type { Account } from "../../domain/account.ts";
import type { Accounts } from "../../ports/accounts.ts";
import { createExpectedPeople } from "./expected-people.ts";
import { createIdentities } from "./identities.ts";
import { createRemovedIdentities } from "./removed-identities.ts";
import { type Nullable, present, type Sql } from "./statement.ts";
import { createWechatProfiles } from "./wechat-profiles.ts";

/** The queries and writes of accounts. */
export function createAccounts(from: Sql): Accounts {
  const get = getAccount(from);
  const identities = createIdentities(from);
  const insert = insertAccount(from);
  const insertFree = insertFreeAccount(from);
  const byPhone = accountByPhone(from);
  const setPhone = setPhoneOf(from);
  const setProfile = from.prepare((p: { id: string; name: string; avatar: string | null }) =>
    from.db
      .updateTable("accounts")
      .set({ name: p.name, avatar: p.avatar, told_by: null, told_name: null, told_avatar: null })
      .where("id", "=", p.id),
  );
  const notePhoneSeen = from.prepare((p: { id: string; phone: string; at: number }) =>
    from.db
      .updateTable("accounts")
      .set({ phone_seen_at: p.at })
      .where("id", "=", p.id)
      .where("phone", "=", p.phone)
      .where((or) => or.or([or("phone_seen_at", "is", null), or("phone_seen_at", "<", p.at)])),
  );
  const suspend = from.prepare((p: { id: string; at: number }) =>
    from.db
      .updateTable("accounts")
      .set({ suspended_at: p.at })
      .where("id", "=", p.id)
      .where("suspended_at", "is", null),
  );
  const unsuspend = from.prepare((p: { id: string }) =>
    from.db
      .updateTable("accounts")
      .set({ suspended_at: null })
      .where("id", "=", p.id)
      .where("suspended_at", "is not", null),
  );
  const signedIn = from.prepare((p: { id: string; at: number }) =>
    from.db.updateTable("accounts").set({ last_sign_in_at: p.at }).where("id", "=", p.id),
  );

  return {
    get,
    ...identities,
    insert: async (account) => (await insertFree.changes(account)) === 1,
    byPhone,
    setPhone: async (id, phone) => (await setPhone.changes({ id, phone })) === 1,
    notePhoneSeen: async (id, phone, at) => (await notePhoneSeen.changes({ id, phone, at })) === 1,
    ...createWechatProfiles(from),
    ...createRemovedIdentities(from),
    ...createExpectedPeople(from),
    setProfile: async (id, { name, avatar }) => (await setProfile.changes({ id, name, avatar })) === 1,
    async findOrCreate(person, fresh) {
      const known = await identities.identity(person.appid, person.openId);
      const account = known && (await get(known.accountId));
      if (account) return { account, created: false };
      await insert.changes(fresh);
      await identities.addIdentity({ ...person, accountId: fresh.id });
      return { account: fresh, created: true };
    },
    setSuspended: async (id, at) =>
      (at === undefined ? await unsuspend.changes({ id }) : await suspend.changes({ id, at })) === 1,
    signedIn: async (id, at) => (await signedIn.changes({ id, at })) === 1,
  };
}

export function getAccount({ db, prepare }: Sql): Accounts["get"] {
  const get = prepare((p: { id: string }) => db.selectFrom("accounts").select(accountColumns).where("id", "=", p.id));
  return async (id) => {
    const row = await get.first({ id });
    return row && present(row);
  };
}

export function accountByPhone({ db, prepare }: Sql): Accounts["byPhone"] {
  const find = prepare((p: { phone: string }) =>
    db.selectFrom("accounts").select(accountColumns).where("phone", "=", p.phone),
  );
  return async (phone) => {
    const row = await find.first({ phone });
    return row && present(row);
  };
}

const setPhoneOf = ({ db, prepare }: Sql) =>
  prepare((p: { id: string; phone: string }) =>
    db
      .updateTable("accounts")
      .set({ phone: p.phone, phone_seen_at: null })
      .where("id", "=", p.id)
      .where((not) =>
        not.not(
          not.exists(
            not
              .selectFrom("accounts as other")
              .select("other.id")
              .where("other.phone", "=", p.phone)
              .where("other.id", "<>", p.id),
          ),
        ),
      ),
  );

/** An account as the domain has it. */
export const accountColumns = [
  "id",
  "name",
  "avatar",
  "phone",
  "phone_seen_at as phoneSeenAt",
  "created_at as createdAt",
  "last_sign_in_at as lastSignInAt",
  "suspended_at as suspendedAt",
] as const;

const row = (p: Nullable<Account>) => ({
  id: p.id,
  name: p.name,
  avatar: p.avatar,
  phone: p.phone,
  phone_seen_at: p.phoneSeenAt,
  created_at: p.createdAt,
  last_sign_in_at: p.lastSignInAt,
  suspended_at: p.suspendedAt,
});

const insertAccount = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Account>) => db.insertInto("accounts").values(row(p)));

const insertFreeAccount = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Account>) =>
    db
      .insertInto("accounts")
      .values(row(p))
      .onConflict((conflict) => conflict.doNothing()),
  );

import type { AdminKey } from "../../domain/admin-key.ts";
import type { AdminKeys } from "../../ports/operator.ts";
import type { Reads } from "../../ports/reads.ts";
import { present, type Sql } from "./statement.ts";

const columns = ["label", "hash", "access as right", "created_at as createdAt", "ended_at as endedAt"] as const;

/** The queries and writes of the operator's keys. */
export function createAdminKeys({ db, prepare }: Sql): AdminKeys {
  const insert = prepare((p: Omit<AdminKey, "endedAt">) =>
    db
      .insertInto("admin_keys")
      .values({ hash: p.hash, label: p.label, access: p.right, created_at: p.createdAt })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const end = prepare((p: { label: string; at: number }) =>
    db.updateTable("admin_keys").set({ ended_at: p.at }).where("label", "=", p.label).where("ended_at", "is", null),
  );
  return {
    insert: async (key) => (await insert.changes(key)) === 1,
    end: async (label, at) => (await end.changes({ label, at })) === 1,
  };
}

export function adminKeyByHash({ db, prepare }: Sql): Reads["adminKeyByHash"] {
  const get = prepare((p: { hash: string }) => db.selectFrom("admin_keys").select(columns).where("hash", "=", p.hash));
  return async (hash) => {
    const row = await get.first({ hash });
    return row && present(row);
  };
}

export function allAdminKeys({ db, prepare }: Sql): Reads["adminKeys"] {
  const all = prepare(() => db.selectFrom("admin_keys").select(columns));
  return async () => (await all.all({})).map((row) => present(row));
}

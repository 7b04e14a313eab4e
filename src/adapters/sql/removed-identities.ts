// The queries and writes of removed identities.
import type { RemovedIdentity } from "../../domain/account.ts";
import type { Accounts } from "../../ports/accounts.ts";
import type { Reads } from "../../ports/reads.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

interface Key {
  readonly accountId: string;
  readonly appid: string;
  readonly openId: string;
}

/** The queries and writes of removed identities, which can be restored for a while. */
export function createRemovedIdentities(from: Sql): Pick<Accounts, "noteRemoved" | "takeRemoved"> {
  const { db, prepare } = from;
  const note = noteRemoved(from);
  const take = prepare((p: Key & { since: number }) =>
    db
      .deleteFrom("removed_identities")
      .where("account_id", "=", p.accountId)
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("removed_at", ">", p.since)
      .returning(columns),
  );
  return {
    async noteRemoved(removed) {
      await note.changes(removed);
    },
    async takeRemoved(accountId, appid, openId, since) {
      const row = await take.first({ accountId, appid, openId, since });
      return row && present(row);
    },
  };
}

const columns = [
  "appid",
  "open_id as openId",
  "account_id as accountId",
  "platform",
  "union_id as unionId",
  "linked_by as linkedBy",
  "linked_at as linkedAt",
  "lost_at as lostAt",
  "muted_at as mutedAt",
  "removed_at as removedAt",
] as const;

/** Notes a removed identity. If it is removed again, the period for restoring it starts again. */
const noteRemoved = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<RemovedIdentity>) =>
    db
      .insertInto("removed_identities")
      .values({
        account_id: p.accountId,
        appid: p.appid,
        open_id: p.openId,
        platform: p.platform,
        union_id: p.unionId,
        linked_by: p.linkedBy,
        linked_at: p.linkedAt,
        lost_at: p.lostAt,
        muted_at: p.mutedAt,
        removed_at: p.removedAt,
      })
      .onConflict((conflict) =>
        conflict.columns(["account_id", "appid", "open_id"]).doUpdateSet({
          platform: p.platform,
          union_id: p.unionId,
          linked_by: p.linkedBy,
          linked_at: p.linkedAt,
          lost_at: p.lostAt,
          muted_at: p.mutedAt,
          removed_at: p.removedAt,
        }),
      ),
  );

export function removedIdentitiesOf({ db, prepare }: Sql): Reads["removedIdentitiesOf"] {
  const all = prepare((p: { accountId: string }) =>
    db.selectFrom("removed_identities").select(columns).where("account_id", "=", p.accountId),
  );
  return async (accountId) => (await all.all({ accountId })).map(present);
}

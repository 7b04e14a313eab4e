import type { Invitation } from "../../domain/invitation.ts";
import type { Invitations } from "../../ports/accounts.ts";
import type { Sql } from "./statement.ts";

/** The queries and writes of invitations, each usable once. */
export function createInvitations(from: Sql): Invitations {
  const { db, prepare } = from;
  const insert = prepare((p: Invitation) =>
    db
      .insertInto("invitations")
      .values({ hash: p.hash, account_id: p.accountId, created_at: p.createdAt, expires_at: p.expiresAt })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const forgetOthers = prepare((p: Pick<Invitation, "accountId" | "hash">) =>
    db.deleteFrom("invitations").where("account_id", "=", p.accountId).where("hash", "<>", p.hash),
  );
  const find = prepare((p: { hash: string; now: number }) =>
    db
      .selectFrom("invitations")
      .select("account_id as accountId")
      .where("hash", "=", p.hash)
      .where("expires_at", ">", p.now),
  );
  const take = prepare((p: { hash: string; now: number }) =>
    db
      .deleteFrom("invitations")
      .where("hash", "=", p.hash)
      .where("expires_at", ">", p.now)
      .returning("account_id as accountId"),
  );
  return {
    async insert(invitation) {
      if ((await insert.changes(invitation)) === 0) return false;
      await forgetOthers.changes(invitation);
      return true;
    },
    find: async (hash, now) => (await find.first({ hash, now }))?.accountId,
    take: async (hash, now) => (await take.first({ hash, now }))?.accountId,
  };
}

import type { Invitation } from "../../domain/invitation.ts";
import type { Invitations } from "../../ports/accounts.ts";
import type { Reads } from "../../ports/reads.ts";
import { present, type Sql } from "./statement.ts";

/** The queries and writes of invitations, each usable once, and from a time on. */
export function createInvitations(from: Sql): Invitations {
  const { db, prepare } = from;
  const insert = prepare((p: Invitation) =>
    db
      .insertInto("invitations")
      .values({
        hash: p.hash,
        account_id: p.accountId,
        created_at: p.createdAt,
        valid_from: p.validFrom,
        expires_at: p.expiresAt,
      })
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
      .where("valid_from", "<=", p.now)
      .where("expires_at", ">", p.now),
  );
  const waiting = prepare((p: { hash: string; now: number }) =>
    db
      .selectFrom("invitations")
      .select("valid_from as validFrom")
      .where("hash", "=", p.hash)
      .where("valid_from", ">", p.now),
  );
  const take = prepare((p: { hash: string; now: number }) =>
    db
      .deleteFrom("invitations")
      .where("hash", "=", p.hash)
      .where("valid_from", "<=", p.now)
      .where("expires_at", ">", p.now)
      .returning("account_id as accountId"),
  );
  const cancel = prepare((p: { accountId: string; now: number }) =>
    db.deleteFrom("invitations").where("account_id", "=", p.accountId).where("expires_at", ">", p.now),
  );
  return {
    async insert(invitation) {
      if ((await insert.changes(invitation)) === 0) return false;
      await forgetOthers.changes(invitation);
      return true;
    },
    find: async (hash, now) => (await find.first({ hash, now }))?.accountId,
    inForceFrom: async (hash, now) => (await waiting.first({ hash, now }))?.validFrom,
    take: async (hash, now) => (await take.first({ hash, now }))?.accountId,
    of: invitationOf(from),
    cancel: async (accountId, now) => (await cancel.changes({ accountId, now })) > 0,
  };
}

/** The account's unused invitation. */
export function invitationOf({ db, prepare }: Sql): Reads["invitationOf"] {
  const live = prepare((p: { accountId: string; now: number }) =>
    db
      .selectFrom("invitations")
      .select(["created_at as createdAt", "valid_from as validFrom", "expires_at as expiresAt"])
      .where("account_id", "=", p.accountId)
      .where("expires_at", ">", p.now),
  );
  return async (accountId, now) => {
    const row = await live.first({ accountId, now });
    return row && present(row);
  };
}

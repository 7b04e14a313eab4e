// The queries and writes of the console's links and sessions.
import type { ConsoleSession } from "../../domain/console-session.ts";
import type { ConsoleSessions } from "../../ports/operator.ts";
import type { Reads } from "../../ports/reads.ts";
import { present, type Sql } from "./statement.ts";

const columns = [
  "hash",
  "kind",
  "actor",
  "access as right",
  "account_id as accountId",
  "created_at as createdAt",
  "expires_at as expiresAt",
] as const;

export function createConsoleSessions(from: Sql): ConsoleSessions {
  const insert = from.prepare((p: ConsoleSession) =>
    from.db.insertInto("console_sessions").values({
      hash: p.hash,
      kind: p.kind,
      actor: p.actor,
      access: p.right,
      account_id: p.accountId ?? null,
      created_at: p.createdAt,
      expires_at: p.expiresAt,
    }),
  );
  const get = consoleSession(from);
  const remove = from.prepare((p: { hash: string }) =>
    from.db.deleteFrom("console_sessions").where("hash", "=", p.hash),
  );
  const removeOf = from.prepare((p: { accountId: string }) =>
    from.db.deleteFrom("console_sessions").where("account_id", "=", p.accountId),
  );
  const removeBy = from.prepare((p: { actor: string }) =>
    from.db.deleteFrom("console_sessions").where("actor", "=", p.actor),
  );
  return {
    endOf: async (accountId) => removeOf.changes({ accountId }),
    endBy: async (actor) => removeBy.changes({ actor }),
    insert: async (session) => void (await insert.changes(session)),
    async take(hash) {
      const session = await get(hash);
      return (await remove.changes({ hash })) === 1 ? session : undefined;
    },
  };
}

export function consoleSession({ db, prepare }: Sql): Reads["consoleSession"] {
  const get = prepare((p: { hash: string }) =>
    db.selectFrom("console_sessions").select(columns).where("hash", "=", p.hash),
  );
  return async (hash) => {
    const row = await get.first({ hash });
    return row && present(row);
  };
}

export function consoleSessions({ db, prepare }: Sql): Reads["consoleSessions"] {
  const live = prepare((p: { now: number }) =>
    db
      .selectFrom("console_sessions")
      .select(columns)
      .where("expires_at", ">", p.now)
      .orderBy("created_at")
      .orderBy("hash"),
  );
  return async (now) => (await live.all({ now })).map(present);
}

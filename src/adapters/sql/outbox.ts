import type { Outbox } from "../../ports/outbox.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, type Sql } from "./statement.ts";

/** The queries and writes of messages after sign-ins, each sent at most once. */
export function createOutbox({ db, prepare }: Sql): Outbox {
  const insert = prepare((p: { attemptId: string; at: number }) =>
    db
      .insertInto("outbox")
      .values({ attempt_id: p.attemptId, kept_at: p.at })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const take = prepare((p: { attemptId: string }) =>
    db.deleteFrom("outbox").where("attempt_id", "=", p.attemptId).returning("kept_at as keptAt"),
  );
  return {
    insert: async (attemptId, at) => (await insert.changes({ attemptId, at })) === 1,
    take: async (attemptId) => (await take.first({ attemptId }))?.keptAt,
  };
}

export function getOutbox({ db, prepare }: Sql): Reads["outbox"] {
  const oldest = prepare((p: { limit: number }) =>
    db.selectFrom("outbox").select("attempt_id as attemptId").orderBy("kept_at").limit(atMost(p.limit)),
  );
  return async (limit) => (await oldest.all({ limit })).map(({ attemptId }) => attemptId);
}

import type { Hit, Limit } from "../../ports/limits.ts";
import type { Sql } from "./statement.ts";

/** The operations of durable limits, each run inside a transaction of its own. */
export interface SqlLimits {
  hit(key: string, occasion: string | undefined, limit: Limit, now: number): Promise<Hit>;
  forgive(key: string, occasion: string): Promise<void>;
}

/** Creates limits that are exact over a sliding window. Refused hits do not count. */
export function createSqlLimits(from: Sql): SqlLimits {
  const { db, prepare } = from;
  const counted = countHits(from);
  const forget = forgetHits(from);
  const insert = prepare((p: { key: string; occasion: string | null; now: number }) =>
    db.insertInto("hits").values({ key: p.key, occasion: p.occasion, hit_at: p.now }),
  );
  const known = prepare((p: { key: string; occasion: string }) =>
    db.selectFrom("hits").select("seq").where("key", "=", p.key).where("occasion", "=", p.occasion),
  );
  const forgive = prepare((p: { key: string; occasion: string }) =>
    db.deleteFrom("hits").where("key", "=", p.key).where("occasion", "=", p.occasion),
  );

  return {
    async hit(key, occasion, { times, per }, now) {
      await forget.changes({ key, before: now - per, future: now + apart });
      if (occasion !== undefined && (await known.first({ key, occasion }))) return { allowed: true };
      const { count = 0, oldest } = (await counted.first({ key })) ?? {};
      if (count >= times) return { allowed: false, retryAfter: (oldest ?? now) + per - now };
      await insert.changes({ key, occasion, now });
      return { allowed: true };
    },
    async forgive(key, occasion) {
      await forgive.changes({ key, occasion });
    },
  };
}

/** How many hits of a key there were after `since`. */
export function countedSince({ db, prepare }: Sql): (key: string, since: number) => Promise<number> {
  const count = prepare((p: { key: string; since: number }) =>
    db
      .selectFrom("hits")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("key", "=", p.key)
      .where("hit_at", ">", p.since),
  );
  return async (key, since) => (await count.first({ key, since }))?.count ?? 0;
}

const countHits = ({ db, prepare }: Sql) =>
  prepare((p: { key: string }) =>
    db
      .selectFrom("hits")
      .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.min("hit_at").as("oldest")])
      .where("key", "=", p.key),
  );

/** How far the clocks of instances may differ, in milliseconds. */
const apart = 60_000;

/**
 * Deletes hits that are older than the limit's span, and hits of the future: those come from a clock that was set back,
 * and would lock the user out. Hits of the next minute stay, because another instance's clock may be ahead by that
 * much.
 */
const forgetHits = ({ db, prepare }: Sql) =>
  prepare((p: { key: string; before: number; future: number }) =>
    db
      .deleteFrom("hits")
      .where("key", "=", p.key)
      .where((or) => or.or([or("hit_at", "<=", p.before), or("hit_at", ">", p.future)])),
  );

import { sql } from "kysely";
import type { AttemptCount, SignInHour } from "../../domain/sign-in-hour.ts";
import type { SignInHours } from "../../ports/operator.ts";
import type { Reads } from "../../ports/reads.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

type Row = Omit<SignInHour, "seconds"> & { readonly seconds: string };

/** Creates the store of the hourly counts. A row replaces that of an earlier count. */
export function createSignInHours({ db, prepare }: Sql): SignInHours {
  const write = prepare((p: Row) =>
    db
      .insertInto("sign_in_hours")
      .values({
        hour: p.hour,
        application_id: p.applicationId,
        channel: p.channel,
        reached: p.reached,
        ending: p.ending,
        count: p.count,
        seconds: p.seconds,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["hour", "application_id", "channel", "reached", "ending"])
          .doUpdateSet({ count: p.count, seconds: p.seconds }),
      ),
  );
  return {
    async write(rows) {
      for (const row of rows) await write.changes({ ...row, seconds: JSON.stringify(row.seconds) });
    },
  };
}

export function signInHourReads(from: Sql): Pick<Reads, "signInHours" | "latestSignInHour"> {
  const between = from.prepare((p: { since: number; before: number }) =>
    from.db
      .selectFrom("sign_in_hours")
      .select(["hour", "application_id as applicationId", "channel", "reached", "ending", "count", "seconds"])
      .where("hour", ">=", p.since)
      .where("hour", "<", p.before)
      .orderBy("hour"),
  );
  const latest = from.prepare(() =>
    from.db
      .selectFrom("sign_in_hours")
      .select("hour")
      .where("hour", ">=", sql.lit(0))
      .orderBy("hour", "desc")
      .limit(sql.lit(1)),
  );
  return {
    signInHours: async (since, before) =>
      (await between.all({ since, before })).map((row) => ({ ...row, seconds: JSON.parse(row.seconds) })),
    latestSignInHour: async () => (await latest.first({}))?.hour,
  };
}

type CountRow = Omit<Nullable<AttemptCount>, "isScanned" | "isConfirmed"> & {
  readonly isScanned: number;
  readonly isConfirmed: number;
};

/** Counts the current attempts, using the index of their start times. */
export function attemptCountReads(from: Sql): Pick<Reads, "attemptCounts" | "oldestAttempt"> {
  const count = from.prepare((p: { since: number; before: number }) => ({
    compile: () =>
      sql<CountRow>`select application_id as "applicationId", channel, status, reason, scanned as "isScanned",
        confirmed as "isConfirmed", seconds, count(*) as count
      from (select application_id, channel, status, reason,
          case when open_id is null then 0 else 1 end as scanned,
          case when status in ('phone_required', 'granted', 'redeemed') or account_id is not null
            or proof is not null then 1 else 0 end as confirmed,
          case when status = 'redeemed' then (expires_at - created_at) / 1000 end as seconds
        from attempts
        where created_at >= ${p.since} and created_at < ${p.before} and purpose = 'sign-in') as counted
      group by application_id, channel, status, reason, scanned, confirmed, seconds`.compile(from.db),
  }));
  const oldest = from.prepare(() =>
    from.db
      .selectFrom("attempts")
      .select("created_at as at")
      .where("created_at", ">=", sql.lit(0))
      .orderBy("created_at")
      .limit(sql.lit(1)),
  );
  return {
    attemptCounts: async (since, before) =>
      (await count.all({ since, before })).map(({ isScanned, isConfirmed, ...row }) => ({
        ...present(row),
        isScanned: isScanned === 1,
        isConfirmed: isConfirmed === 1,
      })),
    oldestAttempt: async () => (await oldest.first({}))?.at,
  };
}

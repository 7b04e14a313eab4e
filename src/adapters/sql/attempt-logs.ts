import { type Compilable, sql } from "kysely";
import type { AttemptLogEntry, AttemptRecord, AttemptSearch, LoggedAttempt } from "../../domain/attempt-log.ts";
import type { CreationPlace, Reads } from "../../ports/reads.ts";
import { atMost, type Nullable, present, type Sql } from "./statement.ts";

type Row = Nullable<AttemptRecord> & { readonly steps: string };

/** The maximum length of an attempt's log, in characters. */
const longest = 30_000;

/**
 * Appends to an attempt's log. If the attempt was erased meanwhile, nothing is written. If two instances write, the
 * newer version of the attempt decides its status.
 */
export function createAttemptLog(from: Sql): (attempt: LoggedAttempt) => Promise<void> {
  const write = from.prepare((p: Row): Compilable => ({ compile: () => upsert(p).compile(from.db) }));
  return async ({ entries, ...attempt }) => {
    const steps = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    await write.changes({ ...attempt, steps });
  };
}

// Every value is cast, because PostgreSQL reads an untyped parameter in a select list as text.
const upsert = (p: Row) => sql`insert into attempt_logs (id, created_at, application_id, channel, appid, purpose,
    browser_name, status, reason, version, ended_at, open_id, account_id, steps)
  select ${text(p.id)}, ${whole(p.createdAt)}, ${text(p.applicationId)}, ${text(p.channel)}, ${text(p.appid)},
    ${text(p.purpose)}, ${text(p.browserName)}, ${text(p.status)}, ${text(p.reason)}, ${whole(p.version)},
    ${whole(p.endedAt)}, ${text(p.openId)}, ${text(p.accountId)}, ${text(p.steps)}
  where exists (select 1 from attempts where id = ${text(p.id)})
  on conflict (id) do update set
    status = case when excluded.version < attempt_logs.version then attempt_logs.status else excluded.status end,
    reason = coalesce(excluded.reason, attempt_logs.reason),
    version = case when excluded.version < attempt_logs.version then attempt_logs.version else excluded.version end,
    ended_at = coalesce(excluded.ended_at, attempt_logs.ended_at),
    open_id = coalesce(excluded.open_id, attempt_logs.open_id),
    account_id = coalesce(excluded.account_id, attempt_logs.account_id),
    steps = case when length(attempt_logs.steps) < ${sql.lit(longest)}
      then attempt_logs.steps || excluded.steps else attempt_logs.steps end`;

const text = (value: string | null) => sql`cast(${value} as text)`;
const whole = (value: number | null) => sql`cast(${value} as bigint)`;

const columns = [
  "id",
  "created_at as createdAt",
  "application_id as applicationId",
  "channel",
  "appid",
  "purpose",
  "browser_name as browserName",
  "status",
  "reason",
  "version",
  "ended_at as endedAt",
  "open_id as openId",
  "account_id as accountId",
] as const;

export function loggedAttempt({ db, prepare }: Sql): Reads["loggedAttempt"] {
  const get = prepare((p: { id: string }) =>
    db.selectFrom("attempt_logs").select(columns).select("steps").where("id", "=", p.id),
  );
  return async (id) => {
    const row = await get.first({ id });
    if (!row) return undefined;
    const { steps, ...attempt } = row;
    return { ...present(attempt), entries: entriesIn(steps) };
  };
}

/**
 * Parses the entries and sorts them by time, because instances write with up to a second of delay. Entries of the same
 * time keep their order.
 */
const entriesIn = (steps: string): AttemptLogEntry[] =>
  steps
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as AttemptLogEntry)
    .sort((a, b) => a.at - b.at);

export function attemptRecords(from: Sql): Reads["attemptRecords"] {
  type Page = CreationPlace & { readonly limit: number };
  const newest = ({ db }: Sql, p: Page) =>
    db
      .selectFrom("attempt_logs")
      .select(columns)
      .where(sql<boolean>`(created_at, id) < (${p.createdAt}, ${p.id})`)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(atMost(p.limit));
  const all = from.prepare((p: Page) => newest(from, p));
  const ofAccount = from.prepare((p: Page & { is: string }) => newest(from, p).where("account_id", "=", p.is));
  const ofPerson = from.prepare((p: Page & { is: string }) => newest(from, p).where("open_id", "=", p.is));
  const inStatus = from.prepare((p: Page & { is: AttemptRecord["status"] }) =>
    newest(from, p).where("status", "=", p.is),
  );
  const read = ({ accountId, openId, status }: AttemptSearch, page: Page) => {
    if (accountId !== undefined) return ofAccount.all({ ...page, is: accountId });
    if (openId !== undefined) return ofPerson.all({ ...page, is: openId });
    return status === undefined ? all.all(page) : inStatus.all({ ...page, is: status });
  };
  return async (search, { createdAt, id }, limit) =>
    (await read(search, { createdAt, id, limit })).map((row) => present(row));
}

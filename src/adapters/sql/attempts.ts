// The queries of attempts.
import { sql } from "kysely";
import type { Attempt } from "../../domain/attempt.ts";
import { scanGrace } from "../../domain/attempt-deadline.ts";
import type { Attempts, BrowserSlot } from "../../ports/attempts.ts";
import type { Reads } from "../../ports/reads.ts";
import { type AttemptRow, insertAttempt, noteScanOf, replaceAttempt, replaceAttemptByScan } from "./attempt-writes.ts";
import { atMost, present, type Sql } from "./statement.ts";

/** The columns of an attempt, by the names that its fields have. */
const attemptColumns = [
  "id",
  "application_id as applicationId",
  "channel",
  "chosen",
  "appid",
  "purpose",
  "session_id as sessionId",
  "claim_hash as claimHash",
  "browser_hash as browserHash",
  "browser_name as browserName",
  "language",
  "scene",
  "content",
  "link",
  "return_to as returnTo",
  "code_hash as codeHash",
  "code_draw as codeDraw",
  "code_length as codeLength",
  "created_at as createdAt",
  "status",
  "reason",
  "version",
  "expires_at as expiresAt",
  "open_id as openId",
  "prompt",
  "number",
  "account_id as accountId",
  "newcomer",
  "phone",
  "sms_at as smsAt",
  "pairing",
  "pairing_tries as pairingTries",
  "approves",
  "approves_target as approvesTarget",
  "proof",
  "invitation",
  "added_at as addedAt",
  "terms",
] as const;

/** The queries and writes of attempts. */
export function createAttempts(from: Sql): Attempts {
  const get = getAttempt(from);
  const insert = insertAttempt(from);
  const replace = replaceAttempt(from);
  const replaceByScan = replaceAttemptByScan(from);
  const noteScan = noteScanOf(from);
  const byCode = from.prepare((p: { appid: string; codeHash: string }) =>
    selectAttempts(from)
      .where("appid", "=", p.appid)
      .where("code_hash", "=", p.codeHash)
      .orderBy("seq", "desc")
      .limit(sql.lit(1)),
  );
  const liveCodes = liveCodesOf(from);
  const pending = from.prepare((slot: BrowserSlot) =>
    inSlot(from, slot).where("status", "=", sql.lit("pending" as const)),
  );
  const open = from.prepare((slot: BrowserSlot) =>
    inSlot(from, slot).where("status", "in", sql<"scanned">`('scanned', 'phone_required', 'granted')`),
  );
  const byPrompt = from.prepare((p: { appid: string; openId: string; prompt: number }) =>
    scansOf(from, p).where("prompt", "=", p.prompt).limit(sql.lit(1)),
  );
  const latestScan = from.prepare((p: { appid: string; openId: string }) =>
    scansOf(from, p).where("prompt", "is not", null).limit(sql.lit(1)),
  );
  const openOf = from.prepare((p: { appid: string; openId: string }) =>
    scansOf(from, p).where(
      "status",
      "in",
      (["scanned", "phone_required", "granted"] as const).map((status) => sql.lit(status)),
    ),
  );

  return {
    get,
    async insert(attempt) {
      if ((await insert.changes(rowOf(attempt))) === 0) return false;
      if (attempt.openId !== undefined) await noteScan.changes(attempt);
      return true;
    },
    byScene: getAttemptByScene(from),
    byCode: async (appid, codeHash) => attemptOf(await byCode.first({ appid, codeHash })),
    liveCodes: async (appid, now, most) => (await liveCodes.first({ appid, now, most }))?.live ?? 0,
    pending: async (slot) => attemptOf(await pending.first(slot)),
    open: async (slot) => attemptOf(await open.first(slot)),
    byPrompt: async (appid, openId, prompt) => attemptOf(await byPrompt.first({ appid, openId, prompt })),
    openOf: async (appid, openId) => (await openOf.all({ appid, openId })).flatMap((row) => attemptOf(row) ?? []),
    latestScan: async (appid, openId) => attemptOf(await latestScan.first({ appid, openId })),
    async replace(previous, next) {
      const given = { ...rowOf(next), id: previous.id, before: previous.version };
      const isScan = next.openId !== previous.openId && next.openId !== undefined;
      return (await (isScan ? replaceByScan : replace).changes(given)) === 1;
    },
  };
}

export function getAttempt(from: Sql): Attempts["get"] {
  const get = from.prepare((p: { id: string }) => selectAttempts(from).where("id", "=", p.id));
  return async (id) => attemptOf(await get.first({ id }));
}

/**
 * Finds the attempts whose version changed. The ids and versions are one JSON parameter, because a statement has a
 * fixed number of parameters.
 */
export function changedAttempts(from: Sql): Reads["changed"] {
  const { db, prepare } = from;
  const changed = prepare((p: { seen: string }) =>
    db
      .selectFrom(sql<{ key: string; value: unknown }>`(select key, value from json_each(${p.seen}))`.as("seen"))
      .leftJoin("attempts", "attempts.id", "seen.key")
      .select(["seen.key as asked", ...attemptColumns])
      .where(sql<boolean>`attempts.id is null or attempts.version <> cast(cast(seen.value as text) as integer)`),
  );
  return async (seen) => {
    if (seen.size === 0) return { attempts: [], gone: [] };
    // PostgreSQL rejects JSON with a NUL, and no id has one.
    const nul = [...seen.keys()].filter((id) => id.includes("\0"));
    const kept = nul.length === 0 ? seen : [...seen].filter(([id]) => !nul.includes(id));
    const rows = await changed.all({ seen: JSON.stringify(Object.fromEntries(kept)) });
    const attempts = rows.flatMap(({ asked: _, ...row }) =>
      row.id === null ? [] : (attemptOf(row as AttemptRow) ?? []),
    );
    return { attempts, gone: [...nul, ...rows.flatMap(({ asked, id }) => (id === null ? asked : []))] };
  };
}

export function getAttemptByScene(from: Sql): Attempts["byScene"] {
  const get = from.prepare((p: { appid: string; scene: string }) =>
    selectAttempts(from).where("appid", "=", p.appid).where("scene", "=", p.scene),
  );
  return async (appid, scene) => attemptOf(await get.first({ appid, scene }));
}

/** Begins a query of attempts. */
const selectAttempts = ({ db }: Sql) => db.selectFrom("attempts").select(attemptColumns);

/** Begins a query of the attempts that this person scanned, newest scan first. */
const scansOf = (from: Sql, person: { appid: string; openId: string }) =>
  selectAttempts(from)
    .where("appid", "=", person.appid)
    .where("open_id", "=", person.openId)
    .orderBy("scan_seq", "desc");

/**
 * How many of the newest attempts are searched. Without a limit, a browser that keeps starting would make each start
 * slower than the one before; an index with the status in it would be written by every scan.
 */
const slotDepth = 16;

const inSlot = ({ db }: Sql, slot: BrowserSlot) =>
  db
    .selectFrom((last) =>
      last
        .selectFrom("attempts")
        .selectAll()
        .where("browser_hash", "=", slot.browserHash)
        .where("application_id", "=", slot.applicationId)
        .where("channel", "=", slot.channel)
        .where("appid", "=", slot.appid)
        .where("purpose", "=", slot.purpose)
        .orderBy("seq", "desc")
        .limit(sql.lit(slotDepth))
        .as("recent"),
    )
    .select(attemptColumns)
    .orderBy("seq", "desc")
    .limit(sql.lit(1));

/** An attempt that has ended expired at its end. */
const liveCodesOf = ({ db, prepare }: Sql) =>
  prepare((p: { appid: string; now: number; most: number }) =>
    db
      .selectFrom(
        db
          .selectFrom("attempts")
          .select("seq")
          .where("appid", "=", p.appid)
          .where("code_hash", "is not", null)
          .where("expires_at", ">", p.now)
          .limit(atMost(p.most))
          .as("counted"),
      )
      .select((eb) => eb.fn.countAll<number>().as("live")),
  );

/**
 * Overdue attempts, by the rule of `endsAt`. They are found by their creation time, because a scan does not change it.
 */
export function overdueAttempts(from: Sql): Reads["overdueAttempts"] {
  const overdue = overdueOf(from);
  return async (madeSince, now, limit) => {
    const rows = await overdue.all({ madeSince, now, inGrace: now - scanGrace, limit });
    return rows.flatMap((row) => attemptOf(row) ?? []);
  };
}

const overdueOf = (from: Sql) =>
  from.prepare((p: { madeSince: number; now: number; inGrace: number; limit: number }) =>
    selectAttempts(from)
      .where("created_at", ">=", p.madeSince)
      .where((or) =>
        or.or([
          or("status", "in", sql<"scanned">`('scanned', 'phone_required', 'granted')`).and("expires_at", "<=", p.now),
          or("status", "=", sql.lit("pending" as const)).and("expires_at", "<=", p.inGrace),
        ]),
      )
      .orderBy("created_at")
      .limit(atMost(p.limit)),
  );

/** The row of an attempt, where a flag is a number. */
const rowOf = ({ newcomer, ...attempt }: Attempt) => ({
  ...attempt,
  newcomer: newcomer === undefined ? null : newcomer ? (1 as const) : (0 as const),
});

/** The attempt in a row; undefined if there is no row. */
function attemptOf(row: AttemptRow | undefined): Attempt | undefined {
  if (!row) return undefined;
  const { newcomer, ...attempt } = present(row);
  return newcomer === undefined ? attempt : { ...attempt, newcomer: newcomer === 1 };
}

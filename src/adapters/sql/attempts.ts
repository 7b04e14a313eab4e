import { sql } from "kysely";
import { type Attempt, scanGrace } from "../../domain/attempt.ts";
import type { Attempts, BrowserSlot } from "../../ports/attempts.ts";
import type { Reads } from "../../ports/reads.ts";
import type { Database } from "./schema.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

const columns = [
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

type Flag = Database["attempts"]["newcomer"];
type Row = Omit<Nullable<Attempt>, "newcomer"> & { readonly newcomer: Flag };

/** The queries and writes of attempts. */
export function createAttempts(from: Sql): Attempts {
  const get = getAttempt(from);
  const insert = insertAttempt(from);
  const replace = replaceAttempt(from);
  const replaceByScan = replaceAttemptByScan(from);
  const noteScan = noteScanOf(from);
  const byCode = from.prepare((p: { appid: string; codeHash: string }) =>
    select(from)
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
      if ((await insert.changes({ ...attempt, newcomer: flag(attempt.newcomer) })) === 0) return false;
      if (attempt.openId !== undefined) await noteScan.changes(attempt);
      return true;
    },
    byScene: getAttemptByScene(from),
    byCode: async (appid, codeHash) => found(await byCode.first({ appid, codeHash })),
    liveCodes: async (appid, now, most) => (await liveCodes.first({ appid, now, most }))?.live ?? 0,
    pending: async (slot) => found(await pending.first(slot)),
    open: async (slot) => found(await open.first(slot)),
    byPrompt: async (appid, openId, prompt) => found(await byPrompt.first({ appid, openId, prompt })),
    openOf: async (appid, openId) => (await openOf.all({ appid, openId })).flatMap((row) => found(row) ?? []),
    latestScan: async (appid, openId) => found(await latestScan.first({ appid, openId })),
    async replace(previous, next) {
      const given = { ...next, newcomer: flag(next.newcomer), id: previous.id, before: previous.version };
      const isScan = next.openId !== previous.openId && next.openId !== undefined;
      return (await (isScan ? replaceByScan : replace).changes(given)) === 1;
    },
  };
}

export function getAttempt(from: Sql): Attempts["get"] {
  const get = from.prepare((p: { id: string }) => select(from).where("id", "=", p.id));
  return async (id) => found(await get.first({ id }));
}

export function getAttemptByScene(from: Sql): Attempts["byScene"] {
  const get = from.prepare((p: { appid: string; scene: string }) =>
    select(from).where("appid", "=", p.appid).where("scene", "=", p.scene),
  );
  return async (appid, scene) => found(await get.first({ appid, scene }));
}

const select = ({ db }: Sql) => db.selectFrom("attempts").select(columns);

const scansOf = (from: Sql, person: { appid: string; openId: string }) =>
  select(from).where("appid", "=", person.appid).where("open_id", "=", person.openId).orderBy("scan_seq", "desc");

/**
 * Among the last ones only, because a browser that went on starting would make each of its starts dearer than the one
 * before: what has the status in it would be written by every scan.
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
    .select(columns)
    .orderBy("seq", "desc")
    .limit(sql.lit(1));

/** What has ended expired when it did. */
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
          .limit(p.most)
          .as("counted"),
      )
      .select((eb) => eb.fn.countAll<number>().as("live")),
  );

/** As `endsAt` has it. Found by when they were made, which a scan leaves as it is. */
export function overdueAttempts(from: Sql): Reads["overdueAttempts"] {
  const overdue = overdueOf(from);
  return async (madeSince, now, limit) => {
    const rows = await overdue.all({ madeSince, now, inGrace: now - scanGrace, limit });
    return rows.flatMap((row) => found(row) ?? []);
  };
}

const overdueOf = (from: Sql) =>
  from.prepare((p: { madeSince: number; now: number; inGrace: number; limit: number }) =>
    select(from)
      .where("created_at", ">=", p.madeSince)
      .where((or) =>
        or.or([
          or("status", "in", sql<"scanned">`('scanned', 'phone_required', 'granted')`).and("expires_at", "<=", p.now),
          or("status", "=", sql.lit("pending" as const)).and("expires_at", "<=", p.inGrace),
        ]),
      )
      .orderBy("created_at")
      .limit(p.limit),
  );

const insertAttempt = ({ db, prepare }: Sql) =>
  prepare((p: Row) =>
    db
      .insertInto("attempts")
      .values({
        id: p.id,
        application_id: p.applicationId,
        channel: p.channel,
        chosen: p.chosen,
        appid: p.appid,
        purpose: p.purpose,
        claim_hash: p.claimHash,
        browser_hash: p.browserHash,
        browser_name: p.browserName,
        language: p.language,
        scene: p.scene,
        content: p.content,
        link: p.link,
        code_hash: p.codeHash,
        code_draw: p.codeDraw,
        code_length: p.codeLength,
        created_at: p.createdAt,
        approves: p.approves,
        approves_target: p.approvesTarget,
        terms: p.terms,
        ...mutable(p),
      })
      .onConflict((conflict) => conflict.doNothing()),
  );

const replaceAttempt = ({ db, prepare }: Sql) =>
  prepare((p: Row & { before: number }) =>
    db.updateTable("attempts").set(mutable(p)).where("id", "=", p.id).where("version", "=", p.before),
  );

/** The same, with its place among the person's scans. */
const replaceAttemptByScan = (from: Sql) =>
  from.prepare((p: Row & { before: number }) =>
    from.db
      .updateTable("attempts")
      .set({ ...mutable(p), scan_seq: nextScan(from, p) })
      .where("id", "=", p.id)
      .where("version", "=", p.before),
  );

/** The columns that `advance` and `login/` change; the others are what the attempt was started as. */
const mutable = (p: Row) => ({
  status: p.status,
  reason: p.reason,
  version: p.version,
  expires_at: p.expiresAt,
  open_id: p.openId,
  prompt: p.prompt,
  number: p.number,
  account_id: p.accountId,
  session_id: p.sessionId,
  newcomer: p.newcomer,
  return_to: p.returnTo,
  phone: p.phone,
  sms_at: p.smsAt,
  pairing: p.pairing,
  pairing_tries: p.pairingTries,
  proof: p.proof,
  invitation: p.invitation,
  added_at: p.addedAt,
});

const noteScanOf = (from: Sql) =>
  from.prepare((p: Pick<Row, "id" | "appid" | "openId">) =>
    from.db
      .updateTable("attempts")
      .set({ scan_seq: nextScan(from, p) })
      .where("id", "=", p.id),
  );

const nextScan = ({ db, nextScan }: Sql, p: Pick<Row, "appid" | "openId">) =>
  nextScan ??
  db
    .selectFrom("attempts as other")
    .select((eb) => eb(eb.fn.coalesce(eb.fn.max("other.scan_seq"), sql.lit(0)), "+", sql.lit(1)).as("next"))
    .where("other.appid", "=", p.appid)
    .where("other.open_id", "=", p.openId);

const flag = (value: boolean | undefined): Flag => (value === undefined ? null : value ? 1 : 0);

function found(row: Row | undefined): Attempt | undefined {
  if (!row) return undefined;
  const { newcomer, ...attempt } = present(row);
  return newcomer === undefined ? attempt : { ...attempt, newcomer: newcomer === 1 };
}

import { sql } from "kysely";
import type { Attempt } from "../../domain/attempt.ts";
import type { Database } from "./schema.ts";
import type { Nullable, Sql } from "./statement.ts";

/** An attempt as the database returns it. */
export type AttemptRow = Omit<Nullable<Attempt>, "newcomer"> & Pick<Database["attempts"], "newcomer">;

/** Inserts an attempt, unless its id, its scene or its live code is taken. */
export const insertAttempt = ({ db, prepare }: Sql) =>
  prepare((p: AttemptRow) =>
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

/** Writes what changes in an attempt, if its stored version is still `before`. */
export const replaceAttempt = ({ db, prepare }: Sql) =>
  prepare((p: AttemptRow & { before: number }) =>
    db.updateTable("attempts").set(mutable(p)).where("id", "=", p.id).where("version", "=", p.before),
  );

/** As {@link replaceAttempt}, and numbers the attempt among the person's scans. */
export const replaceAttemptByScan = (from: Sql) =>
  from.prepare((p: AttemptRow & { before: number }) =>
    from.db
      .updateTable("attempts")
      .set({ ...mutable(p), scan_seq: nextScan(from, p) })
      .where("id", "=", p.id)
      .where("version", "=", p.before),
  );

/** The columns that `advance` and `login/` change. The others never change after the start. */
const mutable = (p: AttemptRow) => ({
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

/** Numbers an attempt among the scans of its person. */
export const noteScanOf = (from: Sql) =>
  from.prepare((p: Pick<AttemptRow, "id" | "appid" | "openId">) =>
    from.db
      .updateTable("attempts")
      .set({ scan_seq: nextScan(from, p) })
      .where("id", "=", p.id),
  );

const nextScan = ({ db, nextScan }: Sql, p: Pick<AttemptRow, "appid" | "openId">) =>
  nextScan ??
  db
    .selectFrom("attempts as other")
    .select((eb) => eb(eb.fn.coalesce(eb.fn.max("other.scan_seq"), sql.lit(0)), "+", sql.lit(1)).as("next"))
    .where("other.appid", "=", p.appid)
    .where("other.open_id", "=", p.openId);

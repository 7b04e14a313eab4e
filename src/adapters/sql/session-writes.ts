// The statements that write sessions.
import type { SessionEnd } from "../../domain/session.ts";
import type { Renewal, Rotation } from "../../ports/sessions.ts";
import type { SessionRow } from "./session-rows.ts";
import type { Nullable, Sql } from "./statement.ts";

/** Inserts a session, unless its attempt has one. */
export const insertSession = ({ db, prepare }: Sql) =>
  prepare((p: SessionRow) =>
    db
      .insertInto("sessions")
      .values({
        id: p.id,
        account_id: p.accountId,
        application_id: p.applicationId,
        attempt_id: p.attemptId,
        channel: p.channel,
        appid: p.appid,
        open_id: p.openId,
        union_id: p.unionId,
        newcomer: p.newcomer,
        token_hash: p.tokenHash,
        created_at: p.createdAt,
        expires_at: p.expiresAt,
        first_used_at: p.firstUsedAt,
        proven_at: p.provenAt,
        ended_at: p.endedAt,
        end_reason: p.end,
        generation: p.generation,
        rotated_at: p.rotatedAt,
        client_hash: p.clientHash,
        browser_hash: p.browserHash,
        browser_name: p.browserName,
        network: p.network,
        language: p.language,
      })
      .onConflict((conflict) => conflict.column("attempt_id").doNothing()),
  );

/** Replaces the token of a session that is refreshed, if its token is still `from`. */
export const rotateSession = ({ db, prepare }: Sql) =>
  prepare((p: Rotation & { id: string; at: number }) =>
    db
      .updateTable("sessions")
      .set({ token_hash: p.to, generation: p.generation, rotated_at: p.at, client_hash: p.clientHash })
      .where("id", "=", p.id)
      .where("token_hash", "=", p.from)
      .where("generation", "is not", null)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.at),
  );

/** Gives a live session a new token after another sign-in in the same browser. */
export const renewSession = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Renewal> & { id: string; at: number }) =>
    db
      .updateTable("sessions")
      .set({
        token_hash: p.tokenHash,
        channel: p.channel,
        appid: p.appid,
        open_id: p.openId,
        union_id: p.unionId,
        expires_at: p.expiresAt,
        browser_name: p.browserName,
        network: p.network,
        language: p.language,
        proven_at: p.at,
        first_used_at: null,
      })
      .where("id", "=", p.id)
      .where("generation", "is", null)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.at),
  );

/** Begins a statement that ends sessions. */
export const ending = ({ db }: Sql, p: { end: SessionEnd; at: number }) =>
  db.updateTable("sessions").set({ ended_at: p.at, end_reason: p.end });

import { sql } from "kysely";
import { scanGrace } from "../../domain/attempt.ts";
import type { Housekeeping } from "../../ports/store.ts";
import type { Sql } from "./statement.ts";

interface Batch {
  readonly before: number;
  readonly limit: number;
}

export function createHousekeeping(from: Sql): Housekeeping {
  const attempts = deleteAttempts(from);
  const sessions = deleteSessions(from);
  const keys = deleteKeys(from);
  const chatCodes = deleteChatCodes(from);
  const oidcRecords = deleteOidcRecords(from);
  const clientSessions = deleteClientSessions(from);
  const clientLogouts = deleteClientLogouts(from);
  const hits = deleteHits(from);
  const pictures = deletePictures(from);
  const phoneBindings = deletePhoneBindings(from);
  const miniProgramSessions = deleteMiniProgramSessions(from);
  const removedIdentities = deleteRemovedIdentities(from);
  const approvals = deleteApprovals(from);
  const accountChanges = deleteAccountChanges(from);
  const notices = deleteNotices(from);
  const deliveries = deleteDeliveries(from);
  const invitations = deleteInvitations(from);
  const knownBrowsers = deleteKnownBrowsers(from);
  const browserMarks = deleteBrowserMarks(from);
  const answers = deleteAnswers(from);
  const nonces = deleteNonces(from);

  return {
    attempts: async (before, limit) => attempts.changes({ before, beforeInGrace: before - scanGrace, limit }),
    sessions: async (before, limit) => sessions.changes({ before, limit }),
    keys: async (before, limit) => keys.changes({ before, limit }),
    chatCodes: async (before, limit) => chatCodes.changes({ before, limit }),
    oidcRecords: async (before, limit) => oidcRecords.changes({ before, limit }),
    async clientSessions(before, limit) {
      const deleted = await clientSessions.changes({ before, limit });
      return deleted + (await clientLogouts.changes({ before, limit: limit - deleted }));
    },
    hits: async (before, limit) => hits.changes({ before, limit }),
    pictures: async (before, limit) => pictures.changes({ before, limit }),
    phoneBindings: async (before, limit) => phoneBindings.changes({ before, limit }),
    miniProgramSessions: async (before, limit) => miniProgramSessions.changes({ before, limit }),
    removedIdentities: async (before, limit) => removedIdentities.changes({ before, limit }),
    approvals: async (before, limit) => approvals.changes({ before, limit }),
    accountChanges: async (before, limit) => accountChanges.changes({ before, limit }),
    async notices(before, limit) {
      const deleted = await deliveries.changes({ before, limit });
      return deleted + (await notices.changes({ before, limit: limit - deleted }));
    },
    invitations: async (before, limit) => invitations.changes({ before, limit }),
    async browsers(before, limit) {
      const deleted = await knownBrowsers.changes({ before, limit });
      return deleted + (await browserMarks.changes({ before, limit: limit - deleted }));
    },
    async inbox(before, limit) {
      const seconds = Math.floor(before / 1000);
      const deleted = await answers.changes({ before, seconds, limit });
      return deleted + (await nonces.changes({ seconds, limit: limit - deleted }));
    },
  };
}

/**
 * As `endsAt` has it: a pending attempt lives until its deadline and the grace. Found by when they were made, which a
 * scan leaves as it is.
 */
const deleteAttempts = ({ db, prepare }: Sql) =>
  prepare((p: Batch & { beforeInGrace: number }) =>
    db.deleteFrom("attempts").where("seq", "in", (eb) =>
      eb
        .selectFrom("attempts")
        .select("seq")
        .where("created_at", "<", p.before)
        .where("expires_at", "<", p.before)
        .where((or) => or.or([or("status", "<>", sql.lit("pending" as const)), or("expires_at", "<", p.beforeInGrace)]))
        .where((not) =>
          not.not(
            not.exists(
              not
                .selectFrom("sessions")
                .select("sessions.id")
                .whereRef("sessions.attempt_id", "=", "attempts.id")
                .where("sessions.ended_at", "is", null)
                .where("sessions.expires_at", ">=", p.before),
            ),
          ),
        )
        .limit(p.limit),
    ),
  );

const deleteInvitations = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("invitations")
      .where("hash", "in", (eb) =>
        eb.selectFrom("invitations").select("hash").where("expires_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteSessions = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db.deleteFrom("sessions").where("id", "in", (eb) =>
      eb
        .selectFrom("sessions")
        .select("id")
        .where((or) => or.or([or("expires_at", "<", p.before), or("ended_at", "<", p.before)]))
        .limit(p.limit),
    ),
  );

const deleteKeys = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("signing_keys")
      .where("kid", "in", (eb) =>
        eb.selectFrom("signing_keys").select("kid").where("retires_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteChatCodes = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("chat_codes")
      .where((eb) =>
        eb(
          eb.refTuple("appid", "hash"),
          "in",
          eb
            .selectFrom("chat_codes")
            .select(["appid", "hash"])
            .where("expires_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("appid", "hash"),
        ),
      ),
  );

const deleteOidcRecords = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("oidc_records")
      .where((eb) =>
        eb(
          eb.refTuple("model", "id_hash"),
          "in",
          eb
            .selectFrom("oidc_records")
            .select(["model", "id_hash"])
            .where("expires_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("model", "id_hash"),
        ),
      ),
  );

const deleteClientSessions = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("client_sessions")
      .where((eb) =>
        eb(
          eb.refTuple("session_id", "application_id"),
          "in",
          eb
            .selectFrom("client_sessions")
            .select(["session_id", "application_id"])
            .where("expires_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("session_id", "application_id"),
        ),
      ),
  );

/** By when they are due next, which is never before they came. */
const deleteClientLogouts = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("client_logouts")
      .where((eb) =>
        eb(
          eb.refTuple("session_id", "application_id"),
          "in",
          eb
            .selectFrom("client_logouts")
            .select(["session_id", "application_id"])
            .where("next_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("session_id", "application_id"),
        ),
      ),
  );

const deleteHits = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("hits")
      .where("seq", "in", (eb) => eb.selectFrom("hits").select("seq").where("hit_at", "<", p.before).limit(p.limit)),
  );

const deleteApprovals = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("approvals")
      .where("attempt_id", "in", (eb) =>
        eb.selectFrom("approvals").select("attempt_id").where("approved_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteAccountChanges = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("account_changes")
      .where("id", "in", (eb) =>
        eb.selectFrom("account_changes").select("id").where("ended_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteNotices = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("notices")
      .where("id", "in", (eb) => eb.selectFrom("notices").select("id").where("at", "<", p.before).limit(p.limit)),
  );

const deleteDeliveries = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("notice_deliveries")
      .where((eb) =>
        eb(
          eb.refTuple("appid", "open_id", "notice_id"),
          "in",
          eb
            .selectFrom("notice_deliveries")
            .select(["appid", "open_id", "notice_id"])
            .where("kept_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("appid", "open_id", "notice_id"),
        ),
      ),
  );

const deletePictures = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("pictures")
      .where("attempt_id", "in", (eb) =>
        eb.selectFrom("pictures").select("attempt_id").where("kept_at", "<", p.before).limit(p.limit),
      ),
  );

const deletePhoneBindings = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("phone_bindings")
      .where("attempt_id", "in", (eb) =>
        eb.selectFrom("phone_bindings").select("attempt_id").where("kept_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteMiniProgramSessions = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("mini_program_sessions")
      .where("token_hash", "in", (eb) =>
        eb.selectFrom("mini_program_sessions").select("token_hash").where("expires_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteRemovedIdentities = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("removed_identities")
      .where((eb) =>
        eb(
          eb.refTuple("account_id", "appid", "open_id"),
          "in",
          eb
            .selectFrom("removed_identities")
            .select(["account_id", "appid", "open_id"])
            .where("removed_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("account_id", "appid", "open_id"),
        ),
      ),
  );

const deleteKnownBrowsers = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("known_browsers")
      .where((eb) =>
        eb(
          eb.refTuple("browser_hash", "account_id", "application_id"),
          "in",
          eb
            .selectFrom("known_browsers")
            .select(["browser_hash", "account_id", "application_id"])
            .where("used_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("browser_hash", "account_id", "application_id"),
        ),
      ),
  );

const deleteBrowserMarks = ({ db, prepare }: Sql) =>
  prepare((p: Batch) =>
    db
      .deleteFrom("browser_marks")
      .where("browser_hash", "in", (eb) =>
        eb.selectFrom("browser_marks").select("browser_hash").where("marked_at", "<", p.before).limit(p.limit),
      ),
  );

const deleteAnswers = ({ db, prepare }: Sql) =>
  prepare((p: Batch & { seconds: number }) =>
    db
      .deleteFrom("answers")
      .where((eb) =>
        eb(
          eb.refTuple("created_at", "appid", "key"),
          "in",
          eb
            .selectFrom("answers")
            .select(["created_at", "appid", "key"])
            .where("created_at", "<", p.seconds)
            .where("answered_at", "<", p.before)
            .limit(p.limit)
            .$asTuple("created_at", "appid", "key"),
        ),
      ),
  );

const deleteNonces = ({ db, prepare }: Sql) =>
  prepare((p: { seconds: number; limit: number }) =>
    db
      .deleteFrom("nonces")
      .where((eb) =>
        eb(
          eb.refTuple("signed_at", "appid", "nonce"),
          "in",
          eb
            .selectFrom("nonces")
            .select(["signed_at", "appid", "nonce"])
            .where("signed_at", "<", p.seconds)
            .limit(p.limit)
            .$asTuple("signed_at", "appid", "nonce"),
        ),
      ),
  );

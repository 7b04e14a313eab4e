import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { OidcRecord, OidcRecordId } from "../../domain/oidc-record.ts";
import type { OidcRecords } from "../../ports/openid.ts";
import type { Reads } from "../../ports/reads.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

/** Whose grants, and at which application. */
interface Owner {
  readonly accountId: string;
  readonly applicationId: string;
}

/** The queries and writes of the state of the OpenID provider. */
export function createOidcRecords(from: Sql): OidcRecords {
  const { db, prepare } = from;
  const save = saveRecord(from);
  const consume = prepare((p: OidcRecordId & { at: number }) =>
    db
      .updateTable("oidc_records")
      .set({ consumed_at: p.at })
      .where("model", "=", p.model)
      .where("id_hash", "=", p.idHash)
      .where("consumed_at", "is", null),
  );
  const remove = prepare((p: OidcRecordId) =>
    db.deleteFrom("oidc_records").where("model", "=", p.model).where("id_hash", "=", p.idHash),
  );
  const revoke = prepare((p: { grantHash: string; model: string }) =>
    db
      .deleteFrom("oidc_records")
      .where((or) =>
        or.or([
          or("grant_hash", "=", p.grantHash),
          or.and([or("model", "=", sql.lit("Grant")), or("id_hash", "=", p.grantHash)]),
        ]),
      )
      .where(
        sql<SqlBool>`exists (select 1 from oidc_records as issued
          where issued.grant_hash = ${p.grantHash} and issued.model = ${p.model})`,
      ),
  );
  const grants = prepare((p: Owner) =>
    db
      .selectFrom("oidc_records")
      .select("id_hash as idHash")
      .where("account_id", "=", p.accountId)
      .where("application_id", "=", p.applicationId),
  );
  const issued = prepare((p: { grantHash: string }) =>
    db.deleteFrom("oidc_records").where("grant_hash", "=", p.grantHash),
  );
  return {
    save: async (record, now) => (await save.changes({ ...record, now })) === 1,
    consume: async (id, at) => (await consume.changes({ ...id, at })) === 1,
    async remove(id) {
      await remove.changes(id);
    },
    async revoke(grantHash, model) {
      await revoke.changes({ grantHash, model });
    },
    async revokeAll(accountId, applicationId) {
      for (const { idHash } of await grants.all({ accountId, applicationId })) {
        await issued.changes({ grantHash: idHash });
        await remove.changes({ model: "Grant", idHash });
      }
    },
  };
}

/** A record whose session has ended is not returned, even before its own expiry. */
export function findOidcRecord({ db, prepare }: Sql): Reads["oidcRecord"] {
  const find = prepare((p: OidcRecordId & { now: number }) =>
    db
      .selectFrom("oidc_records")
      .select([
        "model",
        "id_hash as idHash",
        "payload",
        "grant_hash as grantHash",
        "session_id as sessionId",
        "expires_at as expiresAt",
        "consumed_at as consumedAt",
      ])
      .where("model", "=", p.model)
      .where("id_hash", "=", p.idHash)
      .where("expires_at", ">", p.now)
      .where(sql<SqlBool>`(session_id is null or ${isLive(sql.ref("oidc_records.session_id"), p.now)})`),
  );
  return async (id, now) => {
    const row = await find.first({ ...id, now });
    return row && present(row);
  };
}

const isLive = (sessionId: RawBuilder<unknown>, now: number): RawBuilder<SqlBool> =>
  sql`exists (select 1 from sessions where sessions.id = ${sessionId}
    and sessions.ended_at is null and sessions.expires_at > ${now})`;

/** PostgreSQL cannot infer the type of a parameter that is only compared with NULL. */
const text = (value: unknown): RawBuilder<string> => sql`cast(${value} as text)`;

/** One statement, so that the check of session and grant and the write are atomic. */
const saveRecord = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Omit<OidcRecord, "consumedAt">> & { now: number }) => ({
    compile: () =>
      sql`insert into oidc_records (model, id_hash, payload, grant_hash, session_id, account_id, application_id, expires_at)
        select ${text(p.model)}, ${text(p.idHash)}, ${text(p.payload)}, ${text(p.grantHash)}, ${text(p.sessionId)},
          ${text(p.accountId)}, ${text(p.applicationId)}, cast(${p.expiresAt} as bigint)
        where (${text(p.sessionId)} is null or ${isLive(text(p.sessionId), p.now)})
        and (${text(p.grantHash)} is null or exists (
          select 1 from oidc_records as grants where grants.model = 'Grant' and grants.id_hash = ${text(p.grantHash)}))
        on conflict (model, id_hash) do update set payload = excluded.payload, expires_at = excluded.expires_at`.compile(
        db,
      ),
  }));

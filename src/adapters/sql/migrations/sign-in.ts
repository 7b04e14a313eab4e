// The first tables: attempts, accounts, identities, sessions and pushes.
import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

export const signIn = (tables: Tables): Compilable[] => [
  ...attempts(tables),
  ...accounts(tables),
  ...sessions(tables),
  ...inbox(tables),
  ...rest(tables),
];

const attempts = ({ rows, index }: Tables): Compilable[] => [
  rows("attempts")
    .addColumn("seq", "integer", (column) => column.primaryKey())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("claim_hash", "text", (column) => column.notNull())
    .addColumn("browser_hash", "text")
    .addColumn("browser_name", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("scene", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("expires_at", "integer", (column) => column.notNull())
    .addColumn("open_id", "text")
    .addColumn("scan_seq", "integer")
    .addColumn("prompt", "integer")
    .addColumn("account_id", "text")
    .addColumn("newcomer", "integer")
    .addUniqueConstraint("attempts_by_scene", ["appid", "scene"]),
  index("attempts_pending_by_slot")
    .on("attempts")
    .columns(["browser_hash", "application_id", "channel", "appid", "purpose", "seq"])
    .where(sql.ref("status"), "=", sql.lit("pending")),
  index("attempts_by_scan")
    .on("attempts")
    .columns(["appid", "open_id", "scan_seq"])
    .where(sql.ref("open_id"), "is not", null),
  index("attempts_by_prompt")
    .on("attempts")
    .columns(["appid", "open_id", "prompt"])
    .where(sql.ref("open_id"), "is not", null),
  index("attempts_by_expiry").on("attempts").column("expires_at"),
];

const accounts = ({ keyed }: Tables): Compilable[] => [
  keyed("accounts")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("last_sign_in_at", "integer"),
  keyed("identities")
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("open_id", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
    .addPrimaryKeyConstraint("identities_key", ["appid", "open_id"]),
];

const sessions = ({ keyed, index }: Tables): Compilable[] => [
  keyed("sessions")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("attempt_id", "text", (column) => column.notNull().unique())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("open_id", "text", (column) => column.notNull())
    .addColumn("newcomer", "integer", (column) => column.notNull())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("expires_at", "integer", (column) => column.notNull())
    .addColumn("first_used_at", "integer")
    .addColumn("ended_at", "integer")
    .addColumn("end_reason", "text"),
  index("sessions_by_identity").on("sessions").columns(["appid", "open_id"]).where(sql.ref("ended_at"), "is", null),
  index("sessions_by_expiry").on("sessions").column("expires_at"),
  index("sessions_by_end").on("sessions").column("ended_at").where(sql.ref("ended_at"), "is not", null),
];

const inbox = ({ keyed, index }: Tables): Compilable[] => [
  keyed("answers")
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("reply", "text")
    .addColumn("answered_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("answers_key", ["appid", "key"]),
  index("answers_by_time").on("answers").column("answered_at"),
  keyed("nonces")
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("nonce", "text", (column) => column.notNull())
    .addColumn("fingerprint", "text", (column) => column.notNull())
    .addColumn("bound_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("nonces_key", ["appid", "nonce"]),
  index("nonces_by_time").on("nonces").column("bound_at"),
];

const rest = ({ keyed, rows }: Tables): Compilable[] => [
  keyed("browsers")
    .addColumn("browser_hash", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
    .addColumn("remembered_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("browsers_key", ["browser_hash", "account_id"]),
  keyed("wechat_tokens")
    .addColumn("appid", "text", (column) => column.primaryKey().notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("expires_at", "integer", (column) => column.notNull()),
  rows("probe")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("written_at", "integer", (column) => column.notNull()),
];

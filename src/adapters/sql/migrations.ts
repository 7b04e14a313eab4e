import { type AlterTableBuilder, type Compilable, type CreateIndexBuilder, type CreateTableBuilder, sql } from "kysely";
import { linking } from "./migration-linking.ts";
import { miniProgram } from "./migration-mini-program.ts";
import { mobile } from "./migration-mobile.ts";
import { oauth } from "./migration-oauth.ts";
import { people } from "./migration-people.ts";
import { phone } from "./migration-phone.ts";
import { pushes } from "./migration-pushes.ts";

/** What an engine makes tables with. */
export interface Tables {
  /** A table whose rows are found by a number of their own. */
  rows(name: string): CreateTableBuilder<string, never>;
  /** A table kept in the order of its primary key. */
  keyed(name: string): CreateTableBuilder<string, never>;
  index(name: string): CreateIndexBuilder<never>;
  alter(name: string): AlterTableBuilder;
  readonly drop: { index(name: string): Compilable; table(name: string): Compilable };
}

export interface Migration {
  /** Never changes once released: databases remember it. */
  readonly name: string;
  /** The statements, in their order; run in one transaction. */
  up(tables: Tables): readonly Compilable[];
}

/** Every change of the schema, oldest first. Only ever appended to. */
export const migrations: readonly Migration[] = [
  {
    name: "0001-sign-in",
    up: (tables) => [...attempts(tables), ...accounts(tables), ...sessions(tables), ...inbox(tables), ...rest(tables)],
  },
  { name: "0002-tokens", up: tokens },
  { name: "0003-codes", up: codes },
  { name: "0004-oauth", up: oauth },
  { name: "0005-mini-program", up: miniProgram },
  { name: "0006-phone", up: phone },
  { name: "0007-linking", up: linking },
  { name: "0008-people", up: people },
  { name: "0009-mobile", up: mobile },
  { name: "0010-pushes", up: pushes },
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

/** A function declaration, because the list above names it before its line has run. */
function tokens({ alter, keyed }: Tables): Compilable[] {
  return [
    alter("sessions").addColumn("generation", "integer"),
    alter("sessions").addColumn("rotated_at", "integer"),
    alter("sessions").addColumn("client_hash", "text"),
    keyed("signing_keys")
      .addColumn("kid", "text", (column) => column.primaryKey().notNull())
      .addColumn("algorithm", "text", (column) => column.notNull())
      .addColumn("public_key", "text", (column) => column.notNull())
      .addColumn("sealed_private_key", "text", (column) => column.notNull())
      .addColumn("active_from", "integer", (column) => column.notNull())
      .addColumn("retires_at", "integer"),
  ];
}

function codes({ alter, keyed, rows, index }: Tables): Compilable[] {
  return [
    alter("attempts").addColumn("chosen", "text"),
    alter("attempts").addColumn("code_hash", "text"),
    alter("attempts").addColumn("code_draw", "integer"),
    alter("attempts").addColumn("code_length", "integer"),
    alter("attempts").addColumn("number", "integer"),
    index("attempts_by_live_code")
      .unique()
      .on("attempts")
      .columns(["appid", "code_hash"])
      .where(sql.ref("code_hash"), "is not", null)
      .where(sql.ref("status"), "not in", sql`('redeemed', 'expired', 'declined', 'cancelled')`),
    index("attempts_by_code")
      .on("attempts")
      .columns(["appid", "code_hash", "seq"])
      .where(sql.ref("code_hash"), "is not", null),
    index("attempts_with_code_by_expiry")
      .on("attempts")
      .columns(["appid", "expires_at"])
      .where(sql.ref("code_hash"), "is not", null),
    keyed("chat_codes")
      .addColumn("appid", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("open_id", "text", (column) => column.notNull())
      .addColumn("expires_at", "integer", (column) => column.notNull())
      .addColumn("attempt_id", "text")
      .addPrimaryKeyConstraint("chat_codes_key", ["appid", "hash"]),
    index("chat_codes_by_person").on("chat_codes").columns(["appid", "open_id"]),
    index("chat_codes_by_expiry").on("chat_codes").column("expires_at"),
    rows("hits")
      .addColumn("seq", "integer", (column) => column.primaryKey())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("occasion", "text")
      .addColumn("hit_at", "integer", (column) => column.notNull()),
    index("hits_by_key").on("hits").columns(["key", "hit_at"]),
    index("hits_by_time").on("hits").column("hit_at"),
  ];
}

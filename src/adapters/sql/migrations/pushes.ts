import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * Makes a push write fewer pages (docs/performance.md). A scan changes only the index of its person's scans; attempts
 * are swept by their creation time. Answers and nonces are stored in the order of their dates, so that new rows share
 * pages and a sweep needs no index. Rows of the last minutes before this migration are lost.
 */
export const pushes = (tables: Tables): Compilable[] => [...attempts(tables), ...inbox(tables)];

const attempts = ({ drop, index }: Tables): Compilable[] => [
  drop.index("attempts_pending_by_slot"),
  drop.index("attempts_open_by_slot"),
  drop.index("attempts_granted_by_slot"),
  index("attempts_by_slot")
    .on("attempts")
    .columns(["browser_hash", "application_id", "channel", "appid", "purpose", "seq"])
    .where(sql.ref("browser_hash"), "is not", null),
  drop.index("attempts_by_scan"),
  drop.index("attempts_by_prompt"),
  index("attempts_by_person")
    .on("attempts")
    .columns(["appid", "open_id", "scan_seq", "prompt"])
    .where(sql.ref("open_id"), "is not", null),
  drop.index("attempts_by_expiry"),
  index("attempts_by_creation").on("attempts").column("created_at"),
];

const inbox = ({ drop, keyed }: Tables): Compilable[] => [
  drop.table("answers"),
  keyed("answers")
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("reply", "text")
    .addColumn("answered_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("answers_key", ["created_at", "appid", "key"]),
  drop.table("nonces"),
  keyed("nonces")
    .addColumn("signed_at", "integer", (column) => column.notNull())
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("nonce", "text", (column) => column.notNull())
    .addColumn("fingerprint", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("nonces_key", ["signed_at", "appid", "nonce"]),
];

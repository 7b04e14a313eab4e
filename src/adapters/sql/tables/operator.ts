// The operator's keys, sessions and audit log.
import type { Generated } from "kysely";
import type { AdminRight } from "../../../domain/admin-key.ts";
import type { Channel } from "../../../domain/attempt.ts";
import type { AuditAction } from "../../../domain/audit.ts";
import type { Ending, Reached } from "../../../domain/sign-in-hour.ts";

/** Who may look and do what on the operator's listener. */
export interface AdminKeyTable {
  hash: string;
  label: string;
  access: AdminRight;
  created_at: number;
  ended_at: number | null;
}

export interface ConsoleSessionTable {
  hash: string;
  kind: "link" | "session";
  actor: string;
  access: AdminRight;
  account_id: string | null;
  created_at: number;
  expires_at: number;
}

/** What the operator did; only ever appended to, but for the person whom a deletion takes out of it. */
export interface AuditTable {
  seq: Generated<number>;
  at: number;
  actor: string;
  action: AuditAction;
  account_id: string | null;
  target: string | null;
  /** JSON, as the next one. */
  before: string | null;
  after: string | null;
}

/** How many sign-ins of an hour came how far. */
export interface SignInHourTable {
  hour: number;
  application_id: string;
  channel: Channel;
  reached: Reached;
  ending: Ending;
  count: number;
  /** JSON: from seconds to how many sign-ins took so long. */
  seconds: string;
}

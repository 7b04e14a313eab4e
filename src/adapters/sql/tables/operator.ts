// The operator's keys, sessions and audit log.
import type { Generated } from "kysely";
import type { AdminRight } from "../../../domain/admin-key.ts";
import type { Channel } from "../../../domain/attempt.ts";
import type { AuditAction } from "../../../domain/audit.ts";
import type { Ending, Reached } from "../../../domain/sign-in-hour.ts";

/** The keys of the operator's API and console, with their rights. */
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

/** The operator's actions. Append-only, except that a deletion removes its person from the lines. */
export interface AuditTable {
  seq: Generated<number>;
  at: number;
  actor: string;
  action: AuditAction;
  account_id: string | null;
  target: string | null;
  /** The state before the action, as JSON; `after` the same. */
  before: string | null;
  after: string | null;
}

/** Counts of sign-ins by hour and outcome. */
export interface SignInHourTable {
  hour: number;
  application_id: string;
  channel: Channel;
  reached: Reached;
  ending: Ending;
  count: number;
  /** A JSON object that maps durations in seconds to counts. */
  seconds: string;
}

import type { AdminKey } from "../domain/admin-key.ts";
import type { AuditEntry } from "../domain/audit.ts";
import type { ConsoleSession } from "../domain/console-session.ts";
import type { SignInHour } from "../domain/sign-in-hour.ts";

/** Who may look and do what on the operator's listener. */
export interface AdminKeys {
  /** False where the label was given before, ended or not; nothing is written then. */
  insert(key: Omit<AdminKey, "endedAt">): Promise<boolean>;
  /** Ends it, once ever; true for the call that did. */
  end(label: string, at: number): Promise<boolean>;
}

/** Links to the operator's console, and its sessions. */
export interface ConsoleSessions {
  insert(session: ConsoleSession): Promise<void>;
  /** Takes it out, once ever; undefined if it is not there. */
  take(hash: string): Promise<ConsoleSession | undefined>;
  /** Ends the sessions of an account; how many. */
  endOf(accountId: string): Promise<number>;
  /** Ends the sessions and links by this name of the audit; how many. */
  endBy(actor: string): Promise<number>;
}

/** What the operator did. Nothing takes a line away; `People.erase` takes the person out of theirs. */
export interface Audit {
  append(entry: AuditEntry, at: number): Promise<void>;
}

/** How many sign-ins of each hour came how far. */
export interface SignInHours {
  /** Each in the place of the one of the same hour, application, way, reach and ending. */
  write(rows: readonly SignInHour[]): Promise<void>;
}

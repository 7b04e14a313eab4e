/** What the operator did. Names stay as they are: lines of years ago have them. */
export type AuditAction =
  | "people.imported"
  | "identities.migrated"
  | "account.invited"
  | "invitation.used"
  | "group.added"
  | "group.removed"
  | "identity.lost"
  | "identity.found"
  | "session.ended"
  | "sessions.ended"
  | "account.deleted"
  | "admin-key.added"
  | "admin-key.ended";

/** What was so before a change, or is after it: few words and numbers. */
export type AuditState = Readonly<Record<string, string | number | boolean | null>>;

/** One change, as it is written down in the change's own transaction. */
export interface AuditEntry {
  /** Who: the name of a key, or `command line`. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The account concerned; absent if there is none, or once its person was deleted. */
  readonly accountId?: string;
  /** What of it, such as a session's id. */
  readonly target?: string;
  readonly before?: AuditState;
  readonly after?: AuditState;
}

/** An entry where it stands. */
export interface AuditLine extends AuditEntry {
  /** Grows with every line. */
  readonly seq: number;
  readonly at: number;
}

/** The operator's actions. Their names never change, because old audit lines contain them. */
export type AuditAction =
  | "people.imported"
  | "identities.migrated"
  | "account.invited"
  | "invitation.used"
  | "invitation.cancelled"
  | "group.added"
  | "group.removed"
  | "identity.lost"
  | "identity.found"
  | "session.ended"
  | "sessions.ended"
  | "account.suspended"
  | "account.unsuspended"
  | "account.deleted"
  | "account.exported"
  | "webhook.resent"
  | "identity.removed"
  | "removal.announced"
  | "removal.stopped"
  | "console.link"
  | "console.entered"
  | "console.ended"
  | "admin-key.added"
  | "admin-key.ended"
  | "keys.rotated"
  | "menu.set"
  | "menu.deleted"
  | "database.restored";

/** The state before or after a change, in a few words and numbers. */
export type AuditState = Readonly<Record<string, string | number | boolean | null>>;

/** One change, written in the transaction of the change. */
export interface AuditEntry {
  /** The actor: the label of a key, or `command line`. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The account concerned; absent if there is none, or once its person was deleted. */
  readonly accountId?: string;
  /** The part of the account concerned, such as a session's id. */
  readonly target?: string;
  readonly before?: AuditState;
  readonly after?: AuditState;
}

/** An entry with its position. */
export interface AuditLine extends AuditEntry {
  /** Increases with every line. */
  readonly seq: number;
  readonly at: number;
}

/** By what lines are looked for; both, where both are given. */
export interface AuditSearch {
  readonly actor?: string;
  readonly action?: AuditAction;
}

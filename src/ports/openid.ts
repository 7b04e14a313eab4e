import type { ClientSession } from "../domain/client-logout.ts";
import type { OidcRecord, OidcRecordId } from "../domain/oidc-record.ts";

/** What the OpenID provider keeps. */
export interface OidcRecords {
  /**
   * Writes the record, or replaces the one of this id; a consumed one stays consumed. Returns false, and writes
   * nothing, if its session is over at `now` or its grant was revoked, also if that happens concurrently.
   */
  save(record: Omit<OidcRecord, "consumedAt">, now: number): Promise<boolean>;
  /** Uses it up, once ever; true for the call that did. */
  consume(id: OidcRecordId, at: number): Promise<boolean>;
  remove(id: OidcRecordId): Promise<void>;
  /**
   * Deletes a grant and everything issued under it, if a record of `model` was issued under it. Otherwise nothing is
   * deleted: of two concurrent requests with one code, the later one must not take from the earlier one what it is
   * about to get.
   */
  revoke(grantHash: string, model: string): Promise<void>;
  /** Deletes all grants of an account at an application, and everything issued under them. */
  revokeAll(accountId: string, applicationId: string): Promise<void>;
}

/**
 * Which clients of the OpenID provider know of which sessions. When a session ends, by any of the stores, or its
 * account is erased, they are added to the outbox of `ClientLogouts` in the same transaction.
 */
export interface ClientSessions {
  /** Keeps it until the session's own deadline; nothing is written where there is no such session. */
  note(session: ClientSession): Promise<void>;
}

/** An outbox: the clients that have to be notified that a session is over. */
export interface ClientLogouts {
  /** Adds a client that has to be told that a session, which goes on elsewhere, is over there; once. */
  note(session: ClientSession, at: number): Promise<void>;
  /** If it is due at `now`, leases it to this caller until `until` and counts a try. Returns whether it did. */
  lease(logout: ClientSession, now: number, until: number): Promise<boolean>;
  /** It is due again at `until`. */
  postpone(logout: ClientSession, until: number): Promise<void>;
  remove(logout: ClientSession): Promise<void>;
}

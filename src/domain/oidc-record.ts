/** A record of the OpenID provider: an interaction, a grant, a code or a token. */
export interface OidcRecord {
  /** The provider's name for its kind, as in `AuthorizationCode`. */
  readonly model: string;
  /** SHA-256 of its id. For codes and tokens, the id is the credential itself. */
  readonly idHash: string;
  /** The provider's JSON, without the id. */
  readonly payload: string;
  /** The grant that it belongs to; it is deleted with the grant. */
  readonly grantHash?: string;
  /** Whose grant it is, and at which application; absent for other kinds. */
  readonly accountId?: string;
  readonly applicationId?: string;
  /** The session that it belongs to; it ends with the session. */
  readonly sessionId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When it was consumed. */
  readonly consumedAt?: number;
}

/** The key of a record. */
export type OidcRecordId = Pick<OidcRecord, "model" | "idHash">;

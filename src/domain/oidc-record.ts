/** What the OpenID provider keeps of one authorization: an interaction, a grant, a code or a token. */
export interface OidcRecord {
  /** The provider's name for its kind, as in `AuthorizationCode`. */
  readonly model: string;
  /** SHA-256 of its id: the ids of codes and tokens are what their holders show. */
  readonly idHash: string;
  /** The provider's JSON, without the id. */
  readonly payload: string;
  /** The grant that it is of; with it, it goes. */
  readonly grantHash?: string;
  /** The session that it came of; when that is over, so is this. */
  readonly sessionId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When it was used up. */
  readonly consumedAt?: number;
}

/** Which one. */
export type OidcRecordId = Pick<OidcRecord, "model" | "idHash">;

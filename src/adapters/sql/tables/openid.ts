// Tables of the OpenID provider.
export interface OidcRecordTable {
  model: string;
  id_hash: string;
  payload: string;
  grant_hash: string | null;
  session_id: string | null;
  expires_at: number;
  consumed_at: number | null;
  /** Of a grant, as is the next. */
  account_id: string | null;
  application_id: string | null;
}

/** The sessions that clients of the OpenID provider know. */
export interface ClientSessionTable {
  session_id: string;
  application_id: string;
  /** When the session expires. */
  expires_at: number;
}

/** The clients that must be notified of a session's end. */
export interface ClientLogoutTable {
  session_id: string;
  application_id: string;
  /** Null in rows of earlier releases. */
  account_id: string | null;
  ended_at: number;
  tries: number;
  next_at: number;
}

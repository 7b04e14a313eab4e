import { waitAfter } from "./retry.ts";

/** A session that a client of the OpenID provider knows. */
export interface ClientSession {
  readonly sessionId: string;
  /** The client. */
  readonly applicationId: string;
}

/** A client that must be notified of a session's end (OpenID Connect Back-Channel Logout 1.0). */
export interface ClientLogout extends ClientSession {
  /** Whose session it was; absent in rows of earlier releases. */
  readonly accountId?: string;
  /** When it ended, in milliseconds since the epoch. */
  readonly endedAt: number;
  /** How often the client has been called. */
  readonly tries: number;
}

/** How long a client that does not answer is called again, in milliseconds. */
const tellFor = 24 * 60 * 60_000;

/** When a client that did not accept the call is called again; undefined if it is given up. */
export function retryAt({ endedAt, tries }: ClientLogout, now: number): number | undefined {
  const next = now + waitAfter(tries);
  return next < endedAt + tellFor ? next : undefined;
}

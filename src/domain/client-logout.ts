/** A session that a client of the OpenID provider knows. */
export interface ClientSession {
  readonly sessionId: string;
  /** The client. */
  readonly applicationId: string;
}

/** A client that must be notified of a session's end (OpenID Connect Back-Channel Logout 1.0). */
export interface ClientLogout extends ClientSession {
  /** When it ended, in milliseconds since the epoch. */
  readonly endedAt: number;
  /** How often the client has been called. */
  readonly tries: number;
}

const second = 1_000;
const minute = 60 * second;

/** The longest wait between two calls is an hour. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 60 * minute];

/** How long a client that does not answer is called again, in milliseconds. */
const tellFor = 24 * 60 * minute;

/** When a client that did not accept the call is called again; undefined if it is given up. */
export function retryAt({ endedAt, tries }: ClientLogout, now: number): number | undefined {
  const next = now + (waits[Math.min(tries, waits.length) - 1] ?? 5 * second);
  return next < endedAt + tellFor ? next : undefined;
}

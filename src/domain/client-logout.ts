/** A session that a client of the OpenID provider was told of. */
export interface ClientSession {
  readonly sessionId: string;
  /** The client. */
  readonly applicationId: string;
}

/** A client that has to hear that a session is over (OpenID Connect Back-Channel Logout 1.0). */
export interface ClientLogout extends ClientSession {
  /** When it ended, in milliseconds since the epoch. */
  readonly endedAt: number;
  /** How often the client has been told. */
  readonly tries: number;
}

const second = 1_000;
const minute = 60 * second;

/** An hour between two tries is the longest. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 60 * minute];

/** After this long, in milliseconds, a client that never answered is given up. */
const tellFor = 24 * 60 * minute;

/** When a client that did not take it is told again; undefined where it is given up. */
export function retryAt({ endedAt, tries }: ClientLogout, now: number): number | undefined {
  const next = now + (waits[Math.min(tries, waits.length) - 1] ?? 5 * second);
  return next < endedAt + tellFor ? next : undefined;
}

/** How often something may happen. */
export interface Limit {
  /** At most this many times … */
  readonly times: number;
  /** … in this many milliseconds. */
  readonly per: number;
}

export interface Limits {
  /** Counts one hit of `key` and says whether it is within `limit`; if not, in how many ms it may be. */
  hit(key: string, limit: Limit): Promise<{ allowed: true } | { allowed: false; retryAfter: number }>;
}

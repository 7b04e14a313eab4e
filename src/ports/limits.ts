/** How often something may happen. */
export interface Limit {
  /** At most this many times … */
  readonly times: number;
  /** … in this many milliseconds. */
  readonly per: number;
}

export type Hit = { readonly allowed: true } | { readonly allowed: false; readonly retryAfter: number };

export interface Limits {
  /** Counts one hit of `key` and says whether it is within `limit`; if not, in how many ms it may be. */
  hit(key: string, limit: Limit): Promise<Hit>;
}

/** Limits that neither a restart nor another instance forgets: what is counted is durable when `hit` resolves. */
export interface DurableLimits extends Limits {
  /** The same; `occasion` counts once, however often it comes, and is allowed again where it was. */
  hitOnce(key: string, occasion: string, limit: Limit): Promise<Hit>;
  /** Takes back the one hit of this occasion; what else was counted of `key` stays. */
  forgive(key: string, occasion: string): Promise<void>;
  /** How many hits of `key` were counted in the last `per` milliseconds. */
  counted(key: string, per: number): Promise<number>;
}

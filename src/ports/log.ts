type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/**
 * A logger of structured lines. Secrets and full URLs of WeChat calls are never logged; ids of people are masked.
 */
export interface Log {
  /** Writes a line for developers. */
  readonly debug: Write;
  /** Writes a line about what happened. */
  readonly info: Write;
  /** Writes a line about what an operator should look at. */
  readonly warn: Write;
  /** Writes a line about a failure. */
  readonly error: Write;
}

/**
 * A person's id as a log may show it: enough to tell two apart, not enough to use. Of a short one, as an operator's own
 * ids of accounts may be, ten characters would be all of it. What is masked stays as it is.
 */
export function masked(id: string): string {
  if (/[…*]/.test(id)) return id;
  return id.length < 20 ? `${id.slice(0, 2)}…` : `${id.slice(0, 6)}…${id.slice(-4)}`;
}

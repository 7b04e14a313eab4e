type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Structured lines, one a step. Secrets and whole URLs to WeChat never go in; ids of people are masked. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** A person's id as a log may show it: enough to tell two apart, not enough to use. */
export const masked = (openId: string): string => `${openId.slice(0, 6)}…${openId.slice(-4)}`;

import type { Client } from "../load/client.ts";

/** One person's sign-in under way: what the steps so far have left. */
export interface Visit {
  readonly person: number;
  readonly kept: Map<string, string>;
}

/** A way of signing in, in steps that every visit takes one after another. */
export interface Way {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  take(client: Client, visit: Visit): Promise<void>;
}

/** So many session checks come after each sign-in. */
export const checks = 10;

/** What an earlier step has left. */
export function kept({ kept }: Visit, name: string): string {
  const value = kept.get(name);
  if (value === undefined) throw new Error(`no step has left ${name}`);
  return value;
}

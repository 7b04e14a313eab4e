import type { Client } from "../load/client.ts";

/** The sign-in of one person, with the values that earlier steps have stored. */
export interface Visit {
  readonly person: number;
  readonly kept: Map<string, string>;
}

/** A sign-in method as a list of steps. */
export interface Way {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  take(client: Client, visit: Visit): Promise<void>;
}

/** The number of session checks after each sign-in. */
export const checks = 10;

/** Returns a value that an earlier step has stored. */
export function kept({ kept }: Visit, name: string): string {
  const value = kept.get(name);
  if (value === undefined) throw new Error(`no step has left ${name}`);
  return value;
}

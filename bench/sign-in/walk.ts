import type { Client } from "../load/client.ts";
import type { Measured } from "../measure/process.ts";
import type { Step, Visit, Way } from "./way.ts";

/** How many are under way at the same time. */
export const concurrency = 16;

/** A way of signing in at a server, with what it took. */
export interface Target {
  readonly way: Way;
  readonly server: Measured;
  readonly client: Client;
  /** Microseconds of the server's processor time a sign-in, by step, in each round. */
  readonly rounds: number[][];
}

/**
 * Lets `count` new people sign in, all taking a step before any takes the next, so that the server's processor time is
 * told apart by step: microseconds a sign-in, by step. With `staysSignedIn` the last step, which signs out, is left out.
 */
export async function walk(
  { way, server, client }: Target,
  from: number,
  count: number,
  { staysSignedIn = false } = {},
): Promise<number[]> {
  const visits = Array.from({ length: count }, (_, n): Visit => ({ person: from + n, kept: new Map() }));
  const took: number[] = [];
  for (const step of staysSignedIn ? way.steps.slice(0, -1) : way.steps) {
    const before = await server.ask("cpu");
    await takeAll(step, client, visits);
    took.push((((await server.ask("cpu")) - before) / count) * 1e6);
  }
  return took;
}

async function takeAll(step: Step, client: Client, visits: readonly Visit[]): Promise<void> {
  const left = [...visits];
  const worker = async () => {
    for (let visit = left.pop(); visit; visit = left.pop()) await step.take(client, visit);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

export const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

import type { Client } from "../load/client.ts";
import type { Measured } from "../measure/process.ts";
import type { Step, Visit, Way } from "./way.ts";

/** The number of concurrent visits. */
export const concurrency = 16;

/** A sign-in method at a server, with its results. */
export interface Target {
  readonly way: Way;
  readonly server: Measured;
  readonly client: Client;
  /** The server's processor time for each sign-in in microseconds, by step, in each round. */
  readonly rounds: number[][];
}

/**
 * Lets `count` new people sign in. All complete a step before the next one starts. Returns the server's processor time
 * for each sign-in in microseconds, by step. With `staysSignedIn` the last step, which signs out, is left out.
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

import { nameOf, possible } from "./acts.ts";
import { happen, type Step } from "./happen.ts";
import { laws } from "./laws.ts";
import type { Scenario } from "./scenario.ts";
import { createService, type Fault } from "./service.ts";
import { canonical, initialOf, type State } from "./state.ts";
import { tryWithoutClaim } from "./without-claim.ts";

export interface Bounds {
  readonly depth: number;
  readonly states: number;
}

export interface Found {
  readonly states: number;
  readonly transitions: number;
  /** The length of the longest trace. */
  readonly depth: number;
  /** Whether every state of the scenario was visited. */
  readonly exhausted: boolean;
  /** How often each law was checked. */
  readonly checks: ReadonlyMap<string, number>;
  readonly violation?: { readonly law: string; readonly trace: readonly string[] };
}

const strangersLaw = "6: without the claim an attempt does not exist, and nothing public is a session";

const titleOf = ({ law, name }: { law: number; name: string }): string => `${law}: ${name}`;

/** Searches breadth first, so that the first violation has a shortest trace. Equal states are visited once. */
export async function search(scenario: Scenario, fault: Fault, bounds: Bounds): Promise<Found> {
  const service = createService(scenario, fault);
  let initial = initialOf(scenario);
  for (const act of scenario.prelude ?? []) initial = (await happen(service, { scenario, fault }, initial, act)).after;
  const seen = new Set([hash(canonical(scenario, initial))]);
  const probed = new Set<number>();
  const queue: (State | undefined)[] = [initial];
  const came: { parent: number; act: string; depth: number }[] = [{ parent: -1, act: "", depth: 0 }];
  const counts = { transitions: 0, probes: 0, depth: 0 };
  const acts = new Map<string, string>();

  const traceTo = (index: number, last: string): string[] => {
    const trace = [last];
    for (let at = index; at > 0; at = came[at]?.parent ?? 0) trace.unshift(came[at]?.act ?? "");
    return trace;
  };

  const result = (exhausted: boolean, violation?: Found["violation"]): Found => ({
    states: came.length,
    transitions: counts.transitions,
    depth: counts.depth,
    exhausted,
    checks: new Map([
      ...laws.map((law): [string, number] => [titleOf(law), counts.transitions]),
      [strangersLaw, counts.probes],
    ]),
    ...(violation ? { violation } : {}),
  });

  async function arrive(index: number, step: Step): Promise<Found["violation"]> {
    const broken = laws.find((law) => !law.holds(step));
    if (broken) return { law: titleOf(broken), trace: traceTo(index, nameOf(step.act)) };
    const key = hash(canonical(scenario, step.after));
    if (seen.has(key)) return undefined;
    seen.add(key);
    const name = nameOf(step.act);
    acts.set(name, acts.get(name) ?? name);
    const depth = (came[index]?.depth ?? 0) + 1;
    counts.depth = Math.max(counts.depth, depth);
    came.push({ parent: index, act: acts.get(name) ?? name, depth });
    queue.push(step.after);
    return probe(came.length - 1, step.after);
  }

  /** What a stranger can reach depends on few values. If they are as in an earlier state, it is not tried again. */
  async function probe(index: number, state: State): Promise<Found["violation"]> {
    const key = hash(
      canonical(scenario, { ...state, messages: [], hits: [], rows: { ...state.rows, answers: {}, nonces: {} } }),
    );
    if (probed.has(key)) return undefined;
    probed.add(key);
    const { tried, open } = await tryWithoutClaim(service, state);
    counts.probes += tried;
    return open === undefined ? undefined : { law: strangersLaw, trace: traceTo(index, open) };
  }

  for (let index = 0; index < queue.length; index++) {
    const state = queue[index];
    queue[index] = undefined;
    if (!state || (came[index]?.depth ?? 0) >= bounds.depth) continue;
    for (const act of possible(scenario, state)) {
      if (came.length >= bounds.states) return result(false);
      counts.transitions++;
      const violation = await arrive(index, await happen(service, { scenario, fault }, state, act));
      if (violation) return result(false, violation);
    }
  }
  return result(counts.depth < bounds.depth);
}

/** A 53-bit hash of a text (cyrb53, public domain). The chance of a collision among 10^6 states is 1 in 18,000. */
function hash(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

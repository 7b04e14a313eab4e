import { createService, type Fault } from "../service.ts";
import { changeLaws } from "./laws.ts";
import { type Act, acts, happen, initial, type State } from "./world.ts";

interface Walk {
  readonly states: number;
  readonly violation?: { readonly law: string; readonly trace: readonly string[] };
}

const scenario = {
  name: "announced changes",
  browsers: 1,
  attempts: 1,
  people: 3,
  messages: 1,
  deliveries: 1,
  confirm: "always",
  newcomers: "create",
} as const;

const nameOf = (act: Act): string => Object.values(act).join(" ");

/** The same key for states with the same possible futures: ids are numbered by order, times are relative to now. */
function canonical({ now, rows, refused, announced, made }: State): string {
  const changes = rows.changes.map(({ id, action, about, by, end, dueAt }) => [
    action,
    about?.openId,
    by.openId,
    end ?? Math.max(dueAt - now, 0),
    refused.includes(id),
    made.includes(id),
    announced[id] !== undefined,
  ]);
  const identities = rows.identities.map(({ openId }) => openId).sort();
  const sessions = rows.sessions.filter(({ endedAt }) => endedAt === undefined).map(({ id }) => id);
  const told = rows.notices.map(({ kind, at, about, by }) => [kind, now - at, about?.openId, by?.openId]);
  return JSON.stringify([changes, identities, sessions, told, rows.accounts[0]?.phone, rows.accounts.length]);
}

/** Searches breadth first, so that the first violation has a shortest trace. Equal states are visited once. */
export async function searchChanges(fault: Fault, bounds: { depth: number; states: number }): Promise<Walk> {
  const service = createService(scenario, fault);
  const seen = new Set([canonical(initial)]);
  const queue: { state: State; trace: readonly string[] }[] = [{ state: initial, trace: [] }];
  for (let at = 0; at < queue.length && queue.length < bounds.states; at++) {
    const { state, trace } = queue[at] ?? { state: initial, trace: [] };
    if (trace.length >= bounds.depth) break;
    for (const act of acts) {
      const step = await happen(service, state, act);
      const next = [...trace, nameOf(act)];
      const broken = changeLaws.find((law) => !law.holds(step));
      if (broken) return { states: queue.length, violation: { law: broken.name, trace: next } };
      const key = canonical(step.after);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ state: step.after, trace: next });
    }
  }
  return { states: queue.length };
}

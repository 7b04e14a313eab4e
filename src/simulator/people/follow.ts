import { deliver, type PushResult } from "../push/deliver.ts";
import { subscribed, unsubscribed } from "../push/follow-events.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

const none: PushResult = { outcome: "none", deliveries: 0 };

/**
 * Follows an account, with the scene of the open follow sheet if it is for this account. Changes nothing for a
 * follower.
 */
export async function follow(sim: Simulation, person: Person, account: Account): Promise<PushResult> {
  if (!isFollowable(account)) throw new Refused(409, `${account.name} cannot be followed`);
  const sheet = person.sheet?.appid === account.appid ? person.sheet : undefined;
  if (sheet !== undefined) person.sheet = undefined;
  if (person.follows.has(account.appid)) return none;
  person.follows.add(account.appid);
  const scene = sheet?.qr && sim.qrcodes.byTicket(sheet.qr.ticket);
  sim.follows.record(person.name, account.appid, scene);
  return deliver(sim, subscribed(sim, person, account, sheet?.qr));
}

/** Stops following. Changes nothing if the person does not follow. */
export async function unfollow(sim: Simulation, person: Person, account: Account): Promise<PushResult> {
  if (!person.follows.delete(account.appid)) return none;
  return deliver(sim, unsubscribed(sim, person, account));
}

/** Refuses people who do not follow the account. */
export function needFollower(person: Person, account: Account): void {
  if (!person.follows.has(account.appid)) throw new Refused(409, `${person.name} does not follow ${account.name}`);
}

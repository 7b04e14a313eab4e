import { deliver, type PushResult } from "../push/deliver.ts";
import { clicked, texted } from "../push/push.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { needFollower } from "./follow.ts";
import { menuItem } from "./links.ts";

/** Writes a text in the chat. */
export function send(sim: Simulation, person: Person, account: Account, text: string): Promise<PushResult> {
  return say(sim, person, account, text);
}

/** What a tap did: a menu link pushes its text, any other opens a page. */
export interface TapResult {
  outcome: "pushed" | "page";
  url?: string;
  push?: PushResult;
}

/** Taps the link `index` (from 0) of a message. */
export async function tap(
  sim: Simulation,
  person: Person,
  account: Account,
  messageId: string,
  index: number,
): Promise<TapResult> {
  const messages = sim.chats.of(person.name, account.appid).messages();
  const message = messages.find(({ id }) => id === messageId);
  if (message === undefined) throw new Refused(404, `this chat has no message ${messageId}`);
  const link = message.links[index];
  if (link === undefined)
    throw new Refused(404, `message ${messageId} has ${message.links.length} links, none of index ${index}`);
  const item = menuItem(link.href);
  if (item === undefined) return { outcome: "page", url: link.href };
  const id = carriesMenuId(sim, person, account) ? item.id : undefined;
  return { outcome: "pushed", push: await say(sim, person, account, item.content, id) };
}

/** Taps an entry of the account's menu that has a key. */
export async function menu(sim: Simulation, person: Person, account: Account, key: string): Promise<PushResult> {
  needFollower(person, account);
  return deliver(sim, clicked(sim, account, person, key));
}

async function say(
  sim: Simulation,
  person: Person,
  account: Account,
  text: string,
  menuId?: string,
): Promise<PushResult> {
  needFollower(person, account);
  sim.chats.of(person.name, account.appid).sent(text);
  return deliver(sim, texted(sim, account, person, text, menuId));
}

function carriesMenuId({ settings }: Simulation, person: Person, account: Account): boolean {
  if (account.kind === "test" && !settings.menuIdFromTestAccount) return false;
  return person.client !== "desktop" || settings.menuIdFromDesktop;
}

import type { Button } from "../api/menu/menus.ts";
import type { Message } from "../people/chats.ts";
import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Preferences } from "../world/preferences.ts";

/** An account as a phone shows it in its list of chats. */
export interface AccountRow {
  /** The account's appid. */
  appid: string;
  /** The account's name. */
  name: string;
  /** The kind of account. */
  kind: Account["kind"];
  /** Whether the person follows it. */
  follows: boolean;
  /** The last message of the chat; null: there is none. */
  last: Message | null;
  /** The menu bar below the chat; null: the API has made none. */
  menu: readonly Button[] | null;
  /** Whether the chat shows "typing…". */
  isTyping: boolean;
  /** What the person has chosen about the account. */
  preferences: Preferences;
}

/** The accounts that can be followed, and every 小程序 that has sent a message. */
export function accountRows(sim: Simulation, person: Person): AccountRow[] {
  return sim.accounts
    .all()
    .map((account) => rowOf(sim, person, account))
    .filter(({ kind, last }) => isFollowable({ kind }) || (kind === "mini-program" && last !== null));
}

function rowOf({ chats, menus, typing, preferences }: Simulation, person: Person, account: Account): AccountRow {
  const { appid, name, kind } = account;
  return {
    appid,
    name,
    kind,
    follows: person.follows.has(appid),
    last: chats.of(person.name, appid).last() ?? null,
    menu: menus.of(appid)?.buttons ?? null,
    isTyping: typing.isOn(person.name, appid),
    preferences: preferences.of(person.name, appid),
  };
}

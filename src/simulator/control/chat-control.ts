import { happen, send, type TapResult, tap } from "../people/chat-actions.ts";
import { type MenuResult, type MenuTap, tapMenu } from "../people/menu.ts";
import type { PushResult } from "../push/deliver.ts";
import { type PersonEventInput, readEvent } from "../push/event-schema.ts";
import { type PersonMessageInput, readMessage } from "../push/messages.ts";
import type { Simulation } from "../simulation.ts";
import type { PreferenceChanges, Preferences } from "../world/preferences.ts";

/** The result of a person's action. */
export interface Act {
  /** The account's appid. */
  appid: string;
  /** What happened to the push that it caused. */
  push: PushResult;
}

/** What a person can do in a chat with an account. */
export interface ChatControl {
  /** Sends a text, a picture, a voice, a place: any {@link PersonMessageInput}. */
  send(person: string, appid: string, message: string | PersonMessageInput): Promise<Act>;
  /** Taps a link of a message; `link` counts from 0, which is the default. */
  tap(
    person: string,
    appid: string,
    messageId: string,
    link?: number,
  ): Promise<
    {
      /** The account's appid. */
      appid: string;
    } & TapResult
  >;
  /** Taps a menu entry: named by its key, or as a {@link MenuTap} that also says what the person does then. */
  menu(
    person: string,
    appid: string,
    entry: string | MenuTap,
  ): Promise<
    {
      /** The account's appid. */
      appid: string;
    } & MenuResult
  >;
  /** Pushes an event without a tap: LOCATION, a withdrawn authorization, a raw one, … */
  happen(person: string, appid: string, event: PersonEventInput): Promise<Act>;
  /** What the person has chosen about the account: subscribe messages they allow, messages they refuse. */
  setPreferences(person: string, appid: string, changes: PreferenceChanges): Promise<Preferences>;
  /** Resolves when every push that followed a call (`TEMPLATESENDJOBFINISH`) was replied to or has failed. */
  settled(): Promise<void>;
}

export function createChatControl(sim: Simulation): ChatControl {
  const both = (name: string, appid: string) => [sim.people.need(name), sim.accounts.need(appid)] as const;
  return {
    async send(name, appid, given) {
      const message = readMessage(given);
      return { appid, push: await send(sim, ...both(name, appid), message) };
    },
    tap: async (name, appid, id, link = 0) => ({ appid, ...(await tap(sim, ...both(name, appid), id, link)) }),
    menu: async (name, appid, entry) => ({
      appid,
      ...(await tapMenu(sim, ...both(name, appid), typeof entry === "string" ? { key: entry } : entry)),
    }),
    async happen(name, appid, given) {
      const event = readEvent(given);
      return { appid, push: await happen(sim, ...both(name, appid), event) };
    },
    setPreferences: async (name, appid, changes) => {
      const [person, account] = both(name, appid);
      return sim.preferences.change(person.name, account.appid, changes);
    },
    settled: () => sim.backgroundTasks.settled(),
  };
}

import type { Fault, FaultInput } from "../faults.ts";
import type { LogEntry } from "../log.ts";
import type { Message } from "../people/chats.ts";
import { follow, unfollow } from "../people/follow.ts";
import { type ScanResult, type Sight, scan } from "../people/scan.ts";
import { menu, send, type TapResult, tap } from "../people/talk.ts";
import type { PushResult } from "../push/deliver.ts";
import { verifyUrl } from "../push/verify-url.ts";
import { Refused } from "../refused.ts";
import { changeSettings, type SettingsChanges } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { AccountChanges } from "../world/schema.ts";
import { type PersonView, personView, type SettingsView, settingsView } from "./views.ts";

/** What an act of a person did: `push` says how the push it made was answered. */
export interface Act {
  appid: string;
  push: PushResult;
}

/**
 * The control of a simulated WeChat, in process: the same acts as `/_sim` over HTTP. Acts of people return when
 * their push was answered or given up. What cannot be done throws {@link Refused}.
 */
export interface Control {
  scan(person: string, sight: Sight): Promise<ScanResult>;
  follow(person: string, appid: string): Promise<Act>;
  unfollow(person: string, appid: string): Promise<Act>;
  send(person: string, appid: string, text: string): Promise<Act>;
  tap(person: string, appid: string, messageId: string, link?: number): Promise<{ appid: string } & TapResult>;
  /** Taps the menu entry of this key (CLICK). */
  menu(person: string, appid: string, key: string): Promise<Act>;
  /** Closes the follow sheet without following. */
  closeSheet(person: string): void;
  person(name: string): PersonView;
  chat(person: string, appid: string): Message[];
  /** Changes an account. With `verify`, its server URL is asked as the console asks it, before anything is saved. */
  patchAccount(appid: string, changes: AccountChanges, verify?: boolean): Promise<Account>;
  patchPerson(name: string, changes: { client: "phone" | "desktop" }): PersonView;
  settings(): SettingsView;
  patchSettings(changes: SettingsChanges): SettingsView;
  faults: { add(fault: FaultInput): Fault; list(): Fault[]; clear(): void };
  log(): { entries: LogEntry[]; unknownCalls: string[] };
  clearLog(): void;
}

export function createControl(sim: Simulation): Control {
  const { people, accounts, faults, log, settings } = sim;
  const acted = async (appid: string, push: Promise<PushResult>): Promise<Act> => ({ appid, push: await push });
  return {
    scan: async (name, sight) => scan(sim, people.need(name), sight),
    follow: async (name, appid) => acted(appid, follow(sim, people.need(name), accounts.need(appid))),
    unfollow: async (name, appid) => acted(appid, unfollow(sim, people.need(name), accounts.need(appid))),
    send: async (name, appid, text) => acted(appid, send(sim, people.need(name), accounts.need(appid), text)),
    tap: async (name, appid, messageId, link = 0) => ({
      appid,
      ...(await tap(sim, people.need(name), accounts.need(appid), messageId, link)),
    }),
    menu: async (name, appid, key) => acted(appid, menu(sim, people.need(name), accounts.need(appid), key)),
    closeSheet: (name) => {
      people.need(name).sheet = undefined;
    },
    person: (name) => personView(sim, people.need(name)),
    chat: (name, appid) => sim.chats.of(people.need(name).name, accounts.need(appid).appid).messages(),
    patchAccount: (appid, changes, verify) => patchAccount(sim, appid, changes, verify),
    patchPerson(name, { client }) {
      const person = people.need(name);
      person.client = client;
      return personView(sim, person);
    },
    settings: () => settingsView(sim),
    patchSettings(changes) {
      sim.clock.advance(changeSettings(settings, changes).advanceSeconds);
      return settingsView(sim);
    },
    faults: { add: faults.add, list: faults.list, clear: faults.clear },
    log: log.view,
    clearLog: log.clear,
  };
}

async function patchAccount(sim: Simulation, appid: string, changes: AccountChanges, verify = false): Promise<Account> {
  const account = sim.accounts.changed(appid, changes);
  if (verify && account.pushUrl === null) throw new Refused(400, "there is no pushUrl to verify");
  if (verify) await verifyUrl(sim, account);
  sim.accounts.save(account);
  return account;
}

import type { Fault, FaultInput } from "../faults.ts";
import type { LogEntry } from "../log.ts";
import type { Message } from "../people/chats.ts";
import { follow, unfollow } from "../people/follow.ts";
import { type ScanResult, type Sight, scan } from "../people/scan.ts";
import type { PushResult } from "../push/deliver.ts";
import { verifyUrl } from "../push/verify-url.ts";
import { Refused } from "../refused.ts";
import { changeSettings, type SettingsChanges } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import { loadWorld, saveWorld } from "../world/save.ts";
import type { AccountChanges, PersonChanges, PersonInput, SavedWorld, World } from "../world/schema.ts";
import { type Act, type ChatControl, createChatControl } from "./chat-control.ts";
import { createPhoneControl, type PhoneControl } from "./phone-control.ts";
import { type PersonView, personView, type SettingsView, settingsView, type WorldView, worldView } from "./views.ts";

/**
 * The control of a simulated WeChat, in process: the same acts as `/_sim` over HTTP. Acts of people return when
 * their push was answered or given up. What cannot be done throws {@link Refused}.
 */
export interface Control extends PhoneControl, ChatControl {
  scan(person: string, sight: Sight): Promise<ScanResult>;
  follow(person: string, appid: string): Promise<Act>;
  unfollow(person: string, appid: string): Promise<Act>;
  /** Closes the follow sheet without following. */
  closeSheet(person: string): void;
  person(name: string): PersonView;
  chat(person: string, appid: string): Message[];
  /** Changes an account. With `verify`, its server URL is asked as the console asks it, before anything is saved. */
  patchAccount(appid: string, changes: AccountChanges, verify?: boolean): Promise<Account>;
  patchPerson(name: string, changes: PersonChanges): PersonView;
  addPerson(person: PersonInput): PersonView;
  removePerson(name: string): void;
  world(): WorldView;
  /** The world as JSON, to be loaded again. What lives for minutes (tokens, codes, QRs), chats and log are not in it. */
  saveWorld(): SavedWorld;
  /** Puts another world in the place of this one, at once and whole. */
  loadWorld(world: World): WorldView;
  settings(): SettingsView;
  patchSettings(changes: SettingsChanges): SettingsView;
  faults: { add(fault: FaultInput): Fault; list(): Fault[]; clear(): void };
  log(): { entries: LogEntry[]; unknownCalls: string[] };
  clearLog(): void;
}

export function createControl(sim: Simulation): Control {
  // Asked of `sim` each time: another world may have taken its place.
  const acted = async (appid: string, push: Promise<PushResult>): Promise<Act> => ({ appid, push: await push });
  return {
    ...createPhoneControl(sim),
    ...createChatControl(sim),
    scan: async (name, sight) => scan(sim, sim.people.need(name), sight),
    follow: async (name, appid) => acted(appid, follow(sim, sim.people.need(name), sim.accounts.need(appid))),
    unfollow: async (name, appid) => acted(appid, unfollow(sim, sim.people.need(name), sim.accounts.need(appid))),
    closeSheet: (name) => {
      sim.people.need(name).sheet = undefined;
    },
    person: (name) => personView(sim, sim.people.need(name)),
    chat: (name, appid) => sim.chats.of(sim.people.need(name).name, sim.accounts.need(appid).appid).messages(),
    patchAccount: (appid, changes, verify) => patchAccount(sim, appid, changes, verify),
    patchPerson: (name, changes) => personView(sim, sim.people.change(name, changes)),
    addPerson: (person) => personView(sim, sim.people.add(person)),
    removePerson(name) {
      sim.people.remove(name);
      sim.phones.remove(name);
    },
    world: () => worldView(sim),
    saveWorld: () => saveWorld(sim),
    loadWorld(world) {
      loadWorld(sim, world);
      return worldView(sim);
    },
    settings: () => settingsView(sim),
    patchSettings(changes) {
      sim.clock.advance(changeSettings(sim.settings, changes).advanceSeconds);
      return settingsView(sim);
    },
    faults: {
      add: (fault) => sim.faults.add(fault),
      list: () => sim.faults.list(),
      clear: () => sim.faults.clear(),
    },
    log: () => sim.log.view(),
    clearLog: () => sim.log.clear(),
  };
}

async function patchAccount(sim: Simulation, appid: string, changes: AccountChanges, verify = false): Promise<Account> {
  const account = sim.accounts.changed(appid, changes);
  if (verify && account.pushUrl === null) throw new Refused(400, "there is no pushUrl to verify");
  if (verify) await verifyUrl(sim, account);
  sim.accounts.save(account);
  return account;
}

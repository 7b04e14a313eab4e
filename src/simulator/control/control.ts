// The control of the simulator, in process.
import type { Fault, FaultInput } from "../faults.ts";
import type { LogEntry } from "../log.ts";
import type { Message } from "../people/chats.ts";
import { follow, unfollow } from "../people/follow.ts";
import { type ScanInput, type ScanResult, scan } from "../people/scan.ts";
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
 * The control of a simulated WeChat, in process: the same actions as `/_sim` over HTTP. Actions of people resolve when
 * their push was replied to or has failed.
 *
 * @throws {Refused} if an action is not possible.
 */
export interface Control extends PhoneControl, ChatControl {
  /** Scans a QR with the person's phone. */
  scan(person: string, sight: ScanInput): Promise<ScanResult>;
  /** Follows an official account. */
  follow(person: string, appid: string): Promise<Act>;
  /** Unfollows an official account. */
  unfollow(person: string, appid: string): Promise<Act>;
  /** Closes the follow sheet without following. */
  closeSheet(person: string): void;
  /** What the person's phone shows. */
  person(name: string): PersonView;
  /** The messages of a chat, the oldest first. */
  chat(person: string, appid: string): Message[];
  /**
   * Changes an account. With `verify`, its server URL is checked first, as the console checks it; if that fails,
   * nothing is saved.
   */
  patchAccount(appid: string, changes: AccountChanges, verify?: boolean): Promise<Account>;
  /** Changes a person. */
  patchPerson(name: string, changes: PersonChanges): PersonView;
  /** Adds a person. */
  addPerson(person: PersonInput): PersonView;
  /** Removes a person. */
  removePerson(name: string): void;
  /** The accounts and people, secrets included. */
  world(): WorldView;
  /**
   * The world as JSON, to be loaded again. Short-lived things (tokens, codes, QRs), chats and the log are not part
   * of it.
   */
  saveWorld(): SavedWorld;
  /** Replaces the whole world. */
  loadWorld(world: World): WorldView;
  /** The settings. */
  settings(): SettingsView;
  /** Changes settings; those that are absent stay as they are. */
  patchSettings(changes: SettingsChanges): SettingsView;
  /** Calls and pushes that fail on purpose. */
  faults: {
    /** Adds a fault; at most 100 at a time. */
    add(fault: FaultInput): Fault;
    /** The faults that still apply. */
    list(): Fault[];
    /** Removes all faults. */
    clear(): void;
  };
  /** The log. */
  log(): {
    /** The newest entries, the oldest first. */
    entries: LogEntry[];
    /** Paths that were called but are not simulated. */
    unknownCalls: string[];
  };
  /** Empties the log. */
  clearLog(): void;
}

export function createControl(sim: Simulation): Control {
  // The account is looked up in `sim` each time, because another world may have been loaded.
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

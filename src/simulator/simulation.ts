import { type Random, randomInt } from "../base/random.ts";
import { createQrcodes, type Qrcodes } from "./api/qrcodes.ts";
import { createTokens, type Tokens } from "./api/tokens.ts";
import type { MovableClock } from "./clock.ts";
import { createFaults, type Faults } from "./faults.ts";
import type { Log } from "./log.ts";
import { type Chats, createChats } from "./people/chats.ts";
import type { Settings } from "./settings.ts";
import { type Accounts, createAccounts } from "./world/accounts.ts";
import { createPeople, type People } from "./world/people.ts";
import { parseWorld, type World } from "./world/schema.ts";

/** What an attempt to reach the service needs: `fetch`, as the web has it. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Everything that one simulated WeChat is made of; the rooms work on it. */
export interface Simulation {
  readonly clock: MovableClock;
  readonly random: Random;
  readonly settings: Settings;
  readonly log: Log;
  readonly faults: Faults;
  readonly accounts: Accounts;
  readonly people: People;
  readonly chats: Chats;
  readonly tokens: Tokens;
  readonly qrcodes: Qrcodes;
  readonly send: Send;
  /** A new MsgId: 17 digits, growing, past what a double holds. */
  nextMsgId(): bigint;
}

export interface Parts {
  world: World;
  clock: MovableClock;
  random: Random;
  settings: Settings;
  log: Log;
  send: Send;
}

export function createSimulation({ world: given, clock, random, settings, log, send }: Parts): Simulation {
  const world = parseWorld(given);
  let msgId = 24_000_000_000_000_000n + BigInt(randomInt(random, 2 ** 31)) * 1000n;
  return {
    clock,
    random,
    settings,
    log,
    send,
    faults: createFaults(),
    accounts: createAccounts(world.accounts),
    people: createPeople(world.people),
    chats: createChats(clock),
    tokens: createTokens(clock, random, settings),
    qrcodes: createQrcodes(clock, random),
    nextMsgId() {
      msgId += BigInt(1 + randomInt(random, 1000));
      return msgId;
    },
  };
}

// The state of one simulated WeChat.
import { type Random, randomInt, systemRandom } from "../base/random.ts";
import { createQrcodes, type Qrcodes } from "./api/qrcode/qrcodes.ts";
import { createTokens, type Tokens } from "./api/token/tokens.ts";
import type { MovableClock } from "./clock.ts";
import { createFaults, type Faults } from "./faults.ts";
import type { Log } from "./log.ts";
import { createOauth, type Oauth } from "./oauth/oauth.ts";
import { type Chats, createChats } from "./people/chats.ts";
import { createMiniProgramCodes, type MiniProgramCodes } from "./people/codes.ts";
import { createPhones, type Phones } from "./phone/phones.ts";
import { createSeeded } from "./seed.ts";
import { createSettings, type Settings, type SettingsInput } from "./settings.ts";
import { createStores, type Stores } from "./stores.ts";
import { type Accounts, createAccounts } from "./world/accounts.ts";
import { createPeople, type People } from "./world/people.ts";
import { parseWorld, type World } from "./world/schema.ts";

/** The part of `fetch` that deliveries use. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** The whole state of one simulated WeChat. */
export interface Simulation extends Stores {
  readonly clock: MovableClock;
  readonly random: Random;
  /** The world's seed. With one, and without `handed`, the same actions give the same bytes. */
  readonly seed: string | undefined;
  /** The given source of randomness, which takes precedence over a seed. */
  readonly handed: Random | undefined;
  readonly settings: Settings;
  readonly log: Log;
  readonly faults: Faults;
  readonly accounts: Accounts;
  readonly people: People;
  readonly chats: Chats;
  readonly tokens: Tokens;
  readonly qrcodes: Qrcodes;
  readonly oauth: Oauth;
  readonly phones: Phones;
  readonly miniProgramCodes: MiniProgramCodes;
  readonly send: Send;
  /** A new MsgId: 17 digits, increasing, larger than JavaScript's safe integers. */
  nextMsgId(): bigint;
}

export interface Parts {
  world: World;
  clock: MovableClock;
  random: Random | undefined;
  /** Settings that take precedence over the world's own. */
  settings: SettingsInput;
  log: Log;
  send: Send;
}

/** Creates a simulation of this world, and moves the clock to the world's time. */
export function createSimulation({
  world: given,
  clock,
  random: handed,
  settings: more,
  log,
  send,
}: Parts): Simulation {
  const world = parseWorld(given);
  const { seed } = world;
  const random = handed ?? (seed === undefined ? systemRandom : createSeeded(seed));
  const settings = createSettings({ ...world.settings, ...more } as SettingsInput);
  clock.moveTo(world.clock?.advancedSeconds ?? 0);
  let msgId = 24_000_000_000_000_000n + BigInt(randomInt(random, 2 ** 31)) * 1000n;
  return {
    clock,
    random,
    seed,
    handed,
    settings,
    log,
    send,
    faults: createFaults(),
    accounts: createAccounts(world.accounts),
    people: createPeople(world.people),
    chats: createChats(clock),
    tokens: createTokens(clock, random, settings),
    qrcodes: createQrcodes(clock, random),
    ...createStores({ clock, random, settings }),
    oauth: createOauth(clock, random, settings),
    phones: createPhones(() => clock.now()),
    miniProgramCodes: createMiniProgramCodes(),
    nextMsgId() {
      msgId += BigInt(1 + randomInt(random, 1000));
      return msgId;
    },
  };
}

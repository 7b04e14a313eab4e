// `createSimulator`: a WeChat for tests and development.
import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { createApi } from "./api/app.ts";
import type { Caller } from "./caller.ts";
import { createMovableClock } from "./clock.ts";
import { type Control, createControl } from "./control/control.ts";
import { createRoutes } from "./control/routes.ts";
import { type WorldView, worldView } from "./control/views.ts";
import { createLog } from "./log.ts";
import { createPage } from "./page/page.ts";
import type { SettingsInput } from "./settings.ts";
import { createSimulation, type Send } from "./simulation.ts";
import { defaultWorld } from "./world/default.ts";
import type { World } from "./world/schema.ts";

/** The options of {@link createSimulator}. */
export interface SimulatorOptions {
  /** The accounts and people. Default: {@link defaultWorld}. */
  world?: World;
  /** The clock. Default: the machine's. The settings can move the world's time against it. */
  clock?: Clock;
  /**
   * The source of random bytes. Default: the world's seed, else the system's. With a seeded one, the same actions
   * give the same bytes.
   */
  random?: Random;
  /** Delivers pushes to the service. Without it, every push fails as if nothing listened. */
  fetch?: Send;
  /**
   * The address under which people reach this simulator, as in `https://wechat.example.test`; its host name is then
   * allowed.
   */
  publicOrigin?: string;
  /**
   * More host names under which `/_sim` and the phones may be used. IP addresses and `localhost` are always allowed.
   */
  allowedHosts?: readonly string[];
  /**
   * The pages that may show the phones in a frame: sources of CSP `frame-ancestors`. Default: those on loopback.
   */
  frameAncestors?: readonly string[];
  /** Gets a line for every call, push and note. Default: they are not written. */
  log?: (line: string) => void;
  /** The settings to start with. */
  settings?: SettingsInput;
}

/** A simulated WeChat. Made by {@link createSimulator}. */
export interface Simulator {
  /** Handles a request: WeChat's paths, `/_sim/*`, and the phones at `/`. Default of `caller`: 127.0.0.1. */
  fetch(request: Request, caller?: Caller): Promise<Response>;
  /** The accounts and people, secrets included. */
  world(): WorldView;
  /** What people, accounts and tests can do. */
  control: Control;
  /** Stops the simulator. It does not wait: pushes in flight end by themselves. */
  close(): Promise<void>;
}

const here: Caller = { ip: "127.0.0.1" };

/**
 * Makes a simulated WeChat: its endpoints, its accounts, and people with phones.
 *
 * @throws {Refused} if the world or the settings are not valid.
 * @example
 * import { createSimulator } from "saoma/simulator";
 *
 * const simulator = createSimulator();
 * const [account] = simulator.world().accounts;
 * if (account) await simulator.control.follow("ada", account.appid);
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = createMovableClock(options.clock ?? systemClock);
  const sim = createSimulation({
    world: options.world ?? defaultWorld(),
    clock,
    random: options.random,
    settings: options.settings ?? {},
    log: createLog(clock, options.log ?? (() => {})),
    send: options.fetch ?? nobody,
  });
  const control = createControl(sim);
  const hosts = hostsOf(options);
  const api = createApi(sim);
  const routes = createRoutes(control, hosts);
  const page = createPage({ hosts, ...(options.frameAncestors ? { frameAncestors: options.frameAncestors } : {}) });
  return {
    async fetch(request, caller = here) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/_sim/")) return routes.fetch(request);
      if (page.has(pathname)) return page.fetch(request);
      return api.fetch(request, caller);
    },
    world: () => worldView(sim),
    control,
    close: async () => {},
  };
}

const nobody: Send = async () => {
  throw new TypeError("no fetch was handed in to deliver pushes with");
};

function hostsOf({ publicOrigin, allowedHosts = [] }: SimulatorOptions): string[] {
  if (publicOrigin === undefined) return [...allowedHosts];
  if (!URL.canParse(publicOrigin))
    throw new TypeError("publicOrigin must be an origin such as https://wechat.example.test");
  return [...allowedHosts, new URL(publicOrigin).hostname];
}

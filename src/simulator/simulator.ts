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

export interface SimulatorOptions {
  /** Default: {@link defaultWorld}. */
  world?: World;
  /** Default: the machine's. `/_sim/settings` can move what the world sees of it. */
  clock?: Clock;
  /** Default: the world's seed, else the system's. With a seeded one, the same acts give the same bytes. */
  random?: Random;
  /** How pushes reach the service. Without it, every push fails as if nobody listened. */
  fetch?: Send;
  /** Where people reach this simulator, such as `https://wechat.example.test`; its host name is then allowed. */
  publicOrigin?: string;
  /** More host names under which `/_sim` and the phones may be used; addresses and `localhost` always may. */
  allowedHosts?: readonly string[];
  /** Which pages may hold the phones in a frame: sources of CSP `frame-ancestors`. Default: those on loopback. */
  frameAncestors?: readonly string[];
  /** Gets a line for every call, push and note. Default: nowhere. */
  log?: (line: string) => void;
  settings?: SettingsInput;
}

export interface Simulator {
  /** Everything over HTTP: WeChat's paths, `/_sim/*`, and the phones at `/`. The caller is 127.0.0.1 unless said. */
  fetch(request: Request, caller?: Caller): Promise<Response>;
  world(): WorldView;
  control: Control;
  /** Waits for nothing and keeps nothing: pushes under way end by themselves. */
  close(): Promise<void>;
}

const here: Caller = { ip: "127.0.0.1" };

/** A simulated WeChat: its endpoints, its accounts, and people with phones. Throws when world or settings are not valid. */
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

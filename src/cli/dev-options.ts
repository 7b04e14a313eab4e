import type { SaomaOptions } from "../server/config.ts";
import type { DevFolder } from "./dev-folder.ts";
import type { SimulatedAccount } from "./dev-simulator.ts";

/** So that nobody who tries things out, by hand or by script, is ever asked to wait. */
const plenty = { times: 1_000_000, per: "1m" };

/** The configuration of `saoma dev`: what any operator could write, with the simulator as WeChat. */
export function devOptions(
  origin: string,
  { database, secret }: DevFolder,
  { appid, name, ...keys }: SimulatedAccount,
  simulator: string,
): SaomaOptions {
  return {
    origin,
    secret,
    database: { path: database },
    sources: [
      {
        kind: "service",
        appid,
        name,
        secret: keys.secret,
        token: keys.token,
        aesKey: keys.aesKey,
        mode: "safe",
        origins: { api: simulator, mp: simulator, open: simulator },
      },
    ],
    applications: [{ id: "demo", name: "一叶茶铺 One Leaf Tea" }],
    limits: {
      ...{ attemptsPerAddress: plenty, attemptsPerAddressLong: plenty, pushesPerPerson: plenty },
      waitingPerAddress: 100_000,
    },
  };
}

import { icon as logo } from "../demo/drawings.ts";
import type { SaomaOptions } from "../server/config/config.ts";
import type { DevFolder } from "./dev-folder.ts";
import type { SimulatedAccount, SimulatedAccounts } from "./dev-simulator.ts";

/** Limits that are not reached while trying Saoma out, by hand or by script. */
const plenty = { times: 1_000_000, per: "1m" };

const many = { times: 1_000_000, per: "1d" };

/** The name of the Open Platform account that binds the sources; any name works. */
const platform = "yiye";

const name = "一叶茶铺";

/**
 * The configuration of `saoma dev`, as an operator could write it, with the simulator as WeChat. The simulator's test
 * account is left out: it adds nothing to the 服务号, and its plaintext pushes would cause a warning at each start.
 */
export function devOptions(
  origin: string,
  { database, secret }: DevFolder,
  accounts: SimulatedAccounts,
  simulator: string,
): SaomaOptions {
  return {
    origin,
    secret,
    database: { path: database },
    sources: devSources(accounts, simulator),
    applications: [
      { id: "demo", name, logo, default: true, manageAccount: true },
      // The same shop with another confirmation policy.
      { id: "number", name, logo, sources: [accounts.service.appid], confirm: "always", confirmBy: "number" },
      { id: "bind-phone", name, logo, newcomers: "bind-phone" },
    ],
    // SMS codes for newcomers arrive at the phones of the simulator.
    sms: {
      sender: { kind: "simulator", url: simulator },
      dailyCap: 1_000_000,
      limits: { perPhone: many, perPhoneLong: many, perRange: many, perPerson: many, perAddress: many },
    },
    limits: {
      attemptsPerAddress: plenty,
      attemptsPerAddressLong: plenty,
      pushesPerPerson: plenty,
      waitingPerAddress: 100_000,
    },
  };
}

/** The sources in order of preference: by default the QR of the 服务号 is shown. */
function devSources(accounts: SimulatedAccounts, simulator: string): SaomaOptions["sources"] {
  const origins = { api: simulator, mp: simulator, open: simulator };
  const own = ({ appid, name, secret }: SimulatedAccount) => ({ appid, name, secret, origins });
  const pushes = ({ token, aesKey }: SimulatedAccount) => ({ token, aesKey, mode: "safe" as const });
  const qr = ({ originalId }: SimulatedAccount) => `http://weixin.qq.com/r/${originalId}`;
  const { service, subscription, website } = accounts;
  const miniProgram = accounts["mini-program"];
  return [
    {
      kind: "service",
      ...own(service),
      ...pushes(service),
      platform,
      qr: qr(service),
      scope: "snsapi_userinfo",
    },
    { kind: "subscription", ...own(subscription), ...pushes(subscription), qr: qr(subscription) },
    { kind: "mini-program", ...own(miniProgram), ...pushes(miniProgram), platform },
    { kind: "website", ...own(website), platform },
  ];
}

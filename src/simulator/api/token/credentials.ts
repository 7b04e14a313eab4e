import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import type { Fields } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

/** The account of a token call. The appid is checked first, before the grant type. */
export function callerByCredentials(sim: Simulation, asked: Fields, ip: string): Account {
  const account = accountOf(sim, asked.appid);
  if (asked.grant_type !== "client_credential") throw new WechatFailure(40002);
  checkSecret(account, asked.secret);
  checkState(account);
  checkAddress(account, ip);
  return account;
}

/** The account of this appid. Throws 41002 or 40013. */
export function accountOf(sim: Simulation, appid: unknown): Account {
  if (typeof appid !== "string" || appid === "") throw new WechatFailure(41002);
  const account = sim.accounts.get(appid);
  if (account === undefined) throw new WechatFailure(40013);
  return account;
}

/** Checks the AppSecret. Throws 41004 or 40125. */
export function checkSecret(account: Account, secret: unknown): void {
  if (typeof secret !== "string" || secret === "") throw new WechatFailure(41004);
  if (secret !== account.secret) throw new WechatFailure(40125);
}

const refusals: Readonly<Record<Account["standing"], number | undefined>> = {
  good: undefined,
  "secret-frozen": 40243,
  "tokens-forbidden": 50004,
  frozen: 50007,
  "third-party-platform": 61024,
  "address-unconfirmed": 89503,
  "address-refused-for-an-hour": 89507,
  "address-refused-for-a-day": 89506,
};

function checkState({ standing }: Account): void {
  const errcode = refusals[standing];
  if (errcode !== undefined) throw new WechatFailure(errcode);
}

function checkAddress({ ipList }: Account, ip: string): void {
  if (ipList === null || ipList.includes(ip)) return;
  const v6 = ip.includes(":") ? ip : `::ffff:${ip}`;
  throw new WechatFailure(40164, `invalid ip ${ip} ipv6 ${v6}, not in whitelist`);
}

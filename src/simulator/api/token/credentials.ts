import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import { answer } from "../answer.ts";
import { WechatFailure } from "../errors.ts";

/** What the two token calls are given, from the query or from JSON. */
type Asked = Record<string, unknown>;

/** `GET /cgi-bin/token`. The appid is looked at first, before even the grant type. */
export function token(sim: Simulation, asked: Asked, ip: string): Response {
  return granted(sim.tokens.issue(authenticated(sim, asked, ip).appid));
}

/** `POST /cgi-bin/stable_token`. */
export function stableToken(sim: Simulation, asked: Asked, ip: string): Response {
  return granted(sim.tokens.stable(authenticated(sim, asked, ip).appid, asked.force_refresh === true));
}

const granted = ({ token: access_token, expiresIn: expires_in }: { token: string; expiresIn: number }): Response =>
  answer({ access_token, expires_in });

function authenticated(sim: Simulation, asked: Asked, ip: string): Account {
  const account = known(sim, asked.appid);
  if (asked.grant_type !== "client_credential") throw new WechatFailure(40002);
  checkSecret(account, asked.secret);
  checkAddress(account, ip);
  return account;
}

function known(sim: Simulation, appid: unknown): Account {
  if (typeof appid !== "string" || appid === "") throw new WechatFailure(41002);
  const account = sim.accounts.get(appid);
  if (account === undefined) throw new WechatFailure(40013);
  return account;
}

function checkSecret(account: Account, secret: unknown): void {
  if (typeof secret !== "string" || secret === "") throw new WechatFailure(41004);
  if (secret !== account.secret) throw new WechatFailure(40125);
}

function checkAddress({ ipList }: Account, ip: string): void {
  if (ipList === null || ipList.includes(ip)) return;
  const v6 = ip.includes(":") ? ip : `::ffff:${ip}`;
  throw new WechatFailure(40164, `invalid ip ${ip} ipv6 ${v6}, not in whitelist`);
}

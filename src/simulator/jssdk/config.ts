import { type Check, checkJsApi } from "../push/check.ts";
import type { Simulation } from "../simulation.ts";
import { isFollowable } from "../world/accounts.ts";

/** The arguments of a page's `wx.config`, and the page's address. */
export interface JsSdkConfig {
  readonly appId: string;
  readonly timestamp: string;
  readonly nonceStr: string;
  readonly signature: string;
  /** The address without its fragment. */
  readonly url: string;
}

export interface JsSdkVerdict {
  /** `config:ok`, or the error. */
  readonly errMsg: string;
  readonly check?: Check;
}

/** Reads the config from a query, in either spelling of its names. */
export const configIn = (query: URLSearchParams): JsSdkConfig => ({
  appId: query.get("appId") ?? query.get("appid") ?? "",
  timestamp: query.get("timestamp") ?? "",
  nonceStr: query.get("nonceStr") ?? query.get("noncestr") ?? "",
  signature: query.get("signature") ?? "",
  url: (query.get("url") ?? "").split("#")[0] ?? "",
});

/** Checks `wx.config` as WeChat does, and shows the signature step by step. */
export function checkConfig(sim: Simulation, config: JsSdkConfig): JsSdkVerdict {
  const account = sim.accounts.get(config.appId);
  if (account === undefined || !isFollowable(account)) return { errMsg: "config:invalid appid" };
  const host = URL.parse(config.url)?.hostname;
  if (host === undefined || !account.callbackDomains.includes(host)) return { errMsg: "config:invalid url domain" };
  const ticket = sim.tickets.current(account.appid, "jsapi");
  const { nonceStr: noncestr, timestamp, url, signature } = config;
  const checked = checkJsApi({ jsapi_ticket: ticket?.value ?? "", noncestr, timestamp, url }, signature);
  if (ticket === undefined) return { errMsg: "config:invalid signature", check: { ...checked, note: noTicket } };
  return { errMsg: checked.got === checked.expected ? "config:ok" : "config:invalid signature", check: checked };
}

const noTicket = "no jsapi ticket was requested from ticket/getticket in the last two hours";

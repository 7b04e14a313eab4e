import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import { WechatFailure } from "../errors.ts";
import type { Limits, Quota, Window } from "./quota.ts";

/** The limits of a path: those of the settings take precedence over WeChat's own, and there is always a daily limit. */
export function limitsOf({ settings }: Simulation, path: string, own: Limits = {}): Limits & { day: number } {
  const given = settings.quotas[path] ?? {};
  return {
    ...own,
    ...(given.minute === undefined ? {} : { minute: given.minute }),
    day: given.day ?? own.day ?? settings.defaultDayQuota,
  };
}

export const countedAs = (account: Account, path: string): string => `${account.appid} ${path}`;

/** Counts a call of the account. Throws 45011 or 45009 if it exceeds a limit. */
export function countCall(sim: Simulation, account: Account, path: string, own: Limits = {}): void {
  const limits = limitsOf(sim, path, own);
  const what = countedAs(account, path);
  if (limits.minute !== undefined) over(sim.quota, what, "minute", limits.minute, 45011);
  over(sim.quota, what, "day", limits.day, 45009);
}

/** A call that is refused is not counted, so that `remain` never falls below zero. */
export function over(quota: Quota, what: string, window: Window, limit: number, errcode: number): void {
  if (quota.used(what, window) >= limit) throw new WechatFailure(errcode);
  quota.hit(what, window);
}

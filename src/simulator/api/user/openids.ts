import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import type { Person } from "../../world/people.ts";
import { WechatFailure } from "../errors.ts";

/** The people of a list of openids. Throws 40032 if there are none or too many, 49003 if one is of another account. */
export function peopleOf(sim: Simulation, { appid }: Account, openIds: unknown, most: number): Person[] {
  if (!Array.isArray(openIds) || openIds.length === 0 || openIds.length > most) throw new WechatFailure(40032);
  return openIds.map((openId) => {
    const person = sim.people.byOpenId(appid, String(openId));
    if (person === undefined) throw new WechatFailure(49003);
    return person;
  });
}

/** A page of openids after `after`, as the calls return it. Throws 40003 if `after` is not in the list. */
export function pageOf(openIds: readonly string[], after: string, size: number): object {
  const at = after === "" ? 0 : openIds.indexOf(after) + 1;
  if (after !== "" && at === 0) throw new WechatFailure(40003);
  const openid = openIds.slice(at, at + size);
  const data = openid.length === 0 ? {} : { data: { openid } };
  return { count: openid.length, ...data, next_openid: openid.at(-1) ?? "" };
}

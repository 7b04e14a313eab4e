import type { Trigger } from "../api/message/allowances.ts";
import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Field } from "./layout.ts";

/** One message or event, to be delivered up to three times; its fields stay the same each time. */
export interface Push {
  readonly account: Account;
  readonly person: Person;
  readonly openId: string;
  /** The type of message or event, for people: `text`, `SCAN`, … */
  readonly what: string;
  readonly fields: readonly Field[];
  /** Whether WeChat accepts a reply to it. If not, only the outcome is logged. */
  readonly allowsReply: boolean;
  /** Whether the person sees a tip when the service fails. */
  readonly showsTip: boolean;
  readonly trigger?: Trigger;
}

/** How a kind of push differs from the default, which accepts a reply, shows a tip, and allows no messages. */
export type Traits = Partial<Pick<Push, "allowsReply" | "showsTip" | "trigger">>;

export const unanswered: Traits = { allowsReply: false, showsTip: false };

/** The account whose service gets the push, and the person who caused it. */
export interface Recipient {
  readonly account: Account;
  readonly person: Person;
}

export function push(
  sim: Simulation,
  { account, person }: Recipient,
  what: string,
  more: readonly Field[],
  traits: Traits = {},
): Push {
  const openId = person.openId(account.appid);
  const fields: Field[] = [
    ["ToUserName", account.originalId],
    ["FromUserName", openId],
    ["CreateTime", sim.clock.seconds()],
    ...more,
  ];
  // The chats of a 小程序 show no tips, because only people answer there.
  return { account, person, openId, what, fields, allowsReply: true, showsTip: isFollowable(account), ...traits };
}

export const event = (sim: Simulation, to: Recipient, name: string, more: readonly Field[], traits?: Traits): Push =>
  push(sim, to, name, [["MsgType", "event"], ["Event", name], ...more], traits);

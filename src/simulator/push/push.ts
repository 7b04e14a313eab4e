import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Field } from "./layout.ts";

/** One message or event, to be delivered up to three times; its fields stay the same each time. */
export interface Push {
  readonly account: Account;
  readonly person: Person;
  readonly openId: string;
  /** What it is, for people: `text`, `SCAN`, … */
  readonly what: string;
  readonly fields: readonly Field[];
  /** Whether WeChat shows a reply to it, and a tip when the service fails. */
  readonly allowsReply: boolean;
}

/** A QR that was scanned: its scene as the event carries it, and its ticket. */
interface Scanned {
  scene: string;
  ticket: string;
}

/** Following, from a QR or (without one) from anywhere else: the key is there, and empty. */
export function subscribed(sim: Simulation, account: Account, person: Person, qr?: Scanned): Push {
  const key: Field = ["EventKey", qr === undefined ? "" : `qrscene_${qr.scene}`];
  return event(sim, account, person, "subscribe", qr === undefined ? [key] : [key, ["Ticket", qr.ticket]]);
}

export const unsubscribed = (sim: Simulation, account: Account, person: Person): Push => ({
  ...event(sim, account, person, "unsubscribe", [["EventKey", ""]]),
  allowsReply: false,
});

export const scanned = (sim: Simulation, account: Account, person: Person, { scene, ticket }: Scanned): Push =>
  event(sim, account, person, "SCAN", [
    ["EventKey", scene],
    ["Ticket", ticket],
  ]);

export const clicked = (sim: Simulation, account: Account, person: Person, key: string): Push =>
  event(sim, account, person, "CLICK", [["EventKey", key]]);

/** A message typed, or (with `menuId`) made by a tap on a menu link. */
export function texted(sim: Simulation, account: Account, person: Person, content: string, menuId?: string): Push {
  const fields: Field[] = [
    ["MsgType", "text"],
    ["Content", content],
    ["MsgId", sim.nextMsgId()],
  ];
  if (menuId !== undefined) fields.push(["bizmsgmenuid", /^[0-9]+$/.test(menuId) ? BigInt(menuId) : menuId]);
  return push(sim, account, person, "text", fields);
}

function event(sim: Simulation, account: Account, person: Person, name: string, more: Field[]): Push {
  return push(sim, account, person, name, [["MsgType", "event"], ["Event", name], ...more]);
}

function push(sim: Simulation, account: Account, person: Person, what: string, more: Field[]): Push {
  const openId = person.openId(account.appid);
  const fields: Field[] = [
    ["ToUserName", account.originalId],
    ["FromUserName", openId],
    ["CreateTime", sim.clock.seconds()],
    ...more,
  ];
  return { account, person, openId, what, fields, allowsReply: true };
}

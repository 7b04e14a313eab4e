import { randomToken } from "../../../base/bytes.ts";
import type { Random } from "../../../base/random.ts";
import type { MovableClock } from "../../clock.ts";

/** What pages are signed with: `jsapi` for `wx.config`, `wx_card` for cards. */
export type TicketType = "jsapi" | "wx_card";

export interface Ticket {
  readonly value: string;
  /** Unix seconds. */
  readonly endsAt: number;
}

/** An account's tickets: one of a type, the same until it ends. */
export interface Tickets {
  get(appid: string, type: TicketType): Ticket;
  /** The one that is good now, where one was asked for. */
  current(appid: string, type: TicketType): Ticket | undefined;
}

const lifeSeconds = 7200;

export function createTickets(clock: MovableClock, random: Random): Tickets {
  const tickets = new Map<string, Ticket>();
  const current: Tickets["current"] = (appid, type) => {
    const ticket = tickets.get(`${appid} ${type}`);
    return ticket && clock.seconds() < ticket.endsAt ? ticket : undefined;
  };
  return {
    current,
    get(appid, type) {
      const there = current(appid, type);
      if (there) return there;
      const ticket = { value: randomToken(random, 64), endsAt: clock.seconds() + lifeSeconds };
      tickets.set(`${appid} ${type}`, ticket);
      return ticket;
    },
  };
}

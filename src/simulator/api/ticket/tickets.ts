import { randomToken } from "../../../base/bytes.ts";
import type { Random } from "../../../base/random.ts";
import type { MovableClock } from "../../clock.ts";

/** The types of tickets: `jsapi` signs pages for `wx.config`, `wx_card` signs cards. */
export type TicketType = "jsapi" | "wx_card";

export interface Ticket {
  readonly value: string;
  /** When it expires, in Unix seconds. */
  readonly endsAt: number;
}

/** The tickets of all accounts: one of each type, which stays the same until it expires. */
export interface Tickets {
  get(appid: string, type: TicketType): Ticket;
  /** The valid ticket; undefined if none was requested. */
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

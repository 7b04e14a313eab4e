import type { MovableClock } from "../../clock.ts";
import type { Settings } from "../../settings.ts";

/** The parts of a push that decide which messages it allows. */
export interface AllowingPush {
  readonly account: { readonly appid: string };
  readonly person: { readonly name: string };
  readonly what: string;
  readonly trigger?: Trigger;
}

/** How many customer-service messages an account may still send a person, and until when. */
export interface Allowances {
  /** Adds what a push allows. An `unsubscribe` ends everything. */
  grant(push: AllowingPush): void;
  /**
   * Uses one message. `closed`: no action of the person is recent enough. `used-up`: there is one, but all its messages
   * were sent.
   */
  take(person: string, appid: string): "taken" | "closed" | "used-up";
  /** Whether one of them wrote to the other in the last 30 seconds. */
  isTalking(person: string, appid: string): boolean;
}

interface Grant {
  until: number;
  left: number;
}

interface Talk {
  grants: Map<Trigger, Grant>;
  lastAt: number;
}

const minute = 60;
const twoDays = 48 * 3600;

/** https://developers.weixin.qq.com/doc/subscription/guide/product/message/Customer_Service_Messages.html */
export function createAllowances(clock: MovableClock, settings: Settings): Allowances {
  const talks = new Map<string, Talk>();
  const allowed = (trigger: Trigger): Grant => {
    const [left, seconds] = {
      message: [settings.customMessagesPerMessage, twoDays],
      menu: [3, minute],
      follow: [3, minute],
      scan: [3, minute],
      enter: [2, minute],
    }[trigger] as [number, number];
    return { left, until: clock.seconds() + seconds };
  };
  return {
    grant({ account, person, what, trigger }) {
      const key = `${person.name} ${account.appid}`;
      if (what === "unsubscribe") talks.delete(key);
      if (trigger === undefined) return;
      const talk = talks.get(key) ?? { grants: new Map(), lastAt: Number.NEGATIVE_INFINITY };
      talk.grants.set(trigger, allowed(trigger));
      if (trigger === "message") talk.lastAt = clock.seconds();
      talks.set(key, talk);
    },
    take(person, appid) {
      const talk = talks.get(`${person} ${appid}`);
      const open = [...(talk?.grants.values() ?? [])].filter(({ until }) => clock.seconds() < until);
      if (talk === undefined || open.length === 0) return "closed";
      // The allowance that expires first is used first.
      const [next] = open.filter(({ left }) => left > 0).sort((a, b) => a.until - b.until);
      if (next === undefined) return "used-up";
      next.left -= 1;
      talk.lastAt = clock.seconds();
      return "taken";
    },
    isTalking: (person, appid) => clock.seconds() - (talks.get(`${person} ${appid}`)?.lastAt ?? -60) <= 30,
  };
}

/** An action of a person that lets the account write to them for some time: see `message/custom/send`. */
export type Trigger = "message" | "menu" | "follow" | "scan" | "enter";

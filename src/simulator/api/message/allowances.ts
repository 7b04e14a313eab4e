import type { MovableClock } from "../../clock.ts";
import type { Settings } from "../../settings.ts";

/** What of a push decides what it allows. */
export interface AllowingPush {
  readonly account: { readonly appid: string };
  readonly person: { readonly name: string };
  readonly what: string;
  readonly trigger?: Trigger;
}

/** How many customer-service messages an account may still send a person, and until when. */
export interface Allowances {
  /** Notes what a push allows; an `unsubscribe` ends everything. */
  grant(push: AllowingPush): void;
  /** Uses one: `closed` when nothing the person did is recent enough, `used-up` when it was but is spent. */
  take(person: string, appid: string): "taken" | "closed" | "used-up";
  /** Whether either wrote to the other in the last 30 seconds. */
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
      // What ends first is spent first.
      const [next] = open.filter(({ left }) => left > 0).sort((a, b) => a.until - b.until);
      if (next === undefined) return "used-up";
      next.left -= 1;
      talk.lastAt = clock.seconds();
      return "taken";
    },
    isTalking: (person, appid) => clock.seconds() - (talks.get(`${person} ${appid}`)?.lastAt ?? -60) <= 30,
  };
}

/** What a person did that lets the account write to them for a while: see `message/custom/send`. */
export type Trigger = "message" | "menu" | "follow" | "scan" | "enter";

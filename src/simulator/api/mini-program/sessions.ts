import type { Random } from "../../../base/random.ts";
import type { MovableClock } from "../../clock.ts";
import type { Settings } from "../../settings.ts";

/** The session_key of a person at a 小程序. */
export interface Session {
  /** 24 characters: base64 of 16 bytes. */
  readonly key: string;
  /** When the key was issued, in Unix seconds. */
  readonly since: number;
}

export interface Sessions {
  /** The session after a wx.login: a new one, or a recent one (see `sessionKeySeconds`). */
  begin(person: string, appid: string): Session;
  /** Replaces the key; the old one becomes invalid. */
  reset(person: string, appid: string): Session;
  of(person: string, appid: string): Session | undefined;
}

export function createSessions(clock: MovableClock, random: Random, settings: Settings): Sessions {
  const sessions = new Map<string, Session>();
  const reset = (person: string, appid: string): Session => {
    const session = { key: Buffer.from(random.bytes(16)).toString("base64"), since: clock.seconds() };
    sessions.set(`${person} ${appid}`, session);
    return session;
  };
  const of = (person: string, appid: string) => sessions.get(`${person} ${appid}`);
  return {
    of,
    reset,
    begin(person, appid) {
      const current = of(person, appid);
      const isFresh = current !== undefined && clock.seconds() - current.since < settings.sessionKeySeconds;
      return isFresh ? current : reset(person, appid);
    },
  };
}

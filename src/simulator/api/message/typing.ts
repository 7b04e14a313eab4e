import type { MovableClock } from "../../clock.ts";

/** Which accounts show "typing…" to whom, for fifteen seconds or until a message or the end of typing. */
export interface Typing {
  start(person: string, appid: string): void;
  stop(person: string, appid: string): void;
  isOn(person: string, appid: string): boolean;
}

const typingSeconds = 15;

export function createTyping(clock: MovableClock): Typing {
  const until = new Map<string, number>();
  return {
    start: (person, appid) => void until.set(`${person} ${appid}`, clock.seconds() + typingSeconds),
    stop: (person, appid) => void until.delete(`${person} ${appid}`),
    isOn: (person, appid) => clock.seconds() < (until.get(`${person} ${appid}`) ?? 0),
  };
}

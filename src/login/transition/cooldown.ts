import type { LoginContext } from "../context.ts";

/** What is not asked for at WeChat for a while, because it was refused. */
export interface Cooldown {
  isCoolingDown(appid: string): boolean;
  /** For ten minutes, or as many milliseconds. */
  begin(appid: string, ms?: number): void;
}

/** Milliseconds until WeChat is asked again. */
const cooldownMs = 10 * 60_000;

export function createCooldown({ clock }: Pick<LoginContext, "clock">): Cooldown {
  const until = new Map<string, number>();
  return {
    isCoolingDown: (appid) => clock.now() < (until.get(appid) ?? 0),
    begin: (appid, ms = cooldownMs) => void until.set(appid, clock.now() + ms),
  };
}

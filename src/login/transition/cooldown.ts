import type { LoginContext } from "../context.ts";

/** Calls to WeChat that are paused for a source after a refusal. */
export interface Cooldown {
  isCoolingDown(appid: string): boolean;
  /** Starts a pause of ten minutes, or of this many milliseconds. */
  begin(appid: string, ms?: number): void;
}

/** The length of a pause, in milliseconds. */
const cooldownMs = 10 * 60_000;

export function createCooldown({ clock }: Pick<LoginContext, "clock">): Cooldown {
  const until = new Map<string, number>();
  return {
    isCoolingDown: (appid) => clock.now() < (until.get(appid) ?? 0),
    begin: (appid, ms = cooldownMs) => void until.set(appid, clock.now() + ms),
  };
}

import type { LoginContext, Source } from "../context.ts";

/** The number of QRs that WeChat makes for an account in a day, and the share at which the operator is warned. */
const quota = 100_000;
const told = [50, 80, 95] as const;
/** The part for everybody; the rest is the reserve. */
const forAnybody = (quota * 90) / 100;

const day = 24 * 3600_000;
/** WeChat's day begins at midnight in China. */
const dayOf = (now: number): number => Math.floor((now + 8 * 3600_000) / day);

/** Counts the QRs that this process has requested today. */
export interface QrQuota {
  count(source: Pick<Source, "appid" | "name">): void;
  /** Whether only the reserve for known browsers is left of today's QRs. */
  isReserveLeft(source: Pick<Source, "appid">): boolean;
}

/** Warns the operator before the day's QRs are used up, by an attacker or by the site's success. */
export function createQrQuota({ clock, log }: Pick<LoginContext, "clock" | "log">): QrQuota {
  const counts = new Map<string, { day: number; made: number }>();
  const madeToday = (appid: string): number => {
    const last = counts.get(appid);
    return last?.day === dayOf(clock.now()) ? last.made : 0;
  };
  return {
    isReserveLeft: ({ appid }) => madeToday(appid) >= forAnybody,
    count({ appid, name }) {
      const made = madeToday(appid) + 1;
      counts.set(appid, { day: dayOf(clock.now()), made });
      const percent = told.find((share) => made === (quota * share) / 100);
      if (percent === undefined) return;
      const remedy =
        "from 90 % on only browsers that have signed in get any, and others get codes; limits.attemptsPerAddressLong limits what one address uses";
      log.warn({ appid, made, percent }, `${percent} % of the day's 100,000 QRs of ${name} are used up; ${remedy}`);
    },
  };
}

import type { LoginContext, Source } from "../context.ts";

/** What WeChat gives an account a day, in QRs; and at how much of it the operator hears. */
const quota = 100_000;
const told = [50, 80, 95] as const;
/** What is made of them for anybody; the rest is the reserve. */
const forAnybody = (quota * 90) / 100;

const day = 24 * 3600_000;
/** WeChat's day begins at midnight in China. */
const dayOf = (now: number): number => Math.floor((now + 8 * 3600_000) / day);

/** Counts the QRs that this process has had made today. */
export interface QrQuota {
  count(source: Pick<Source, "appid" | "name">): void;
  /** Whether so many were made today that what is left is the reserve, for browsers that people have signed in with. */
  isReserveLeft(source: Pick<Source, "appid">): boolean;
}

/** Tells the operator in time that somebody, or the site's success, uses up the day's QRs. */
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

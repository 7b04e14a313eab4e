import type { LoginContext, Source } from "../context.ts";

/** What WeChat gives an account a day, in QRs; and at how much of it the operator hears. */
const quota = 100_000;
const told = [50, 80, 95] as const;

const day = 24 * 3600_000;
/** WeChat's day begins at midnight in China. */
const dayOf = (now: number): number => Math.floor((now + 8 * 3600_000) / day);

/** Counts the QRs that this process has had made today. */
export interface QrQuota {
  count(source: Pick<Source, "appid" | "name">): void;
}

/** Tells the operator in time that somebody, or the site's success, uses up the day's QRs. */
export function createQrQuota({ clock, log }: Pick<LoginContext, "clock" | "log">): QrQuota {
  const counts = new Map<string, { day: number; made: number }>();
  return {
    count({ appid, name }) {
      const today = dayOf(clock.now());
      const before = counts.get(appid);
      const made = (before?.day === today ? before.made : 0) + 1;
      counts.set(appid, { day: today, made });
      const percent = told.find((share) => made === (quota * share) / 100);
      if (percent === undefined) return;
      const remedy =
        "when they are gone, visitors get codes; limits.attemptsPerAddressLong limits what one address uses";
      log.warn({ appid, made, percent }, `${percent} % of the day's 100,000 QRs of ${name} are used up; ${remedy}`);
    },
  };
}

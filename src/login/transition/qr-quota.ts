import type { LoginContext, Source } from "../context.ts";

/** The number of QRs that WeChat makes for an account in a day, and the share at which the operator is warned. */
const quota = 100_000;
const told = [50, 80, 95] as const;
/** The part that every browser may use; the rest is the reserve. */
const forAnybody = (quota * 90) / 100;

const day = 24 * 3600_000;
/** WeChat's day begins at midnight in China. */
const dayOf = (now: number): number => Math.floor((now + 8 * 3600_000) / day);

/**
 * QRs are counted in the database in blocks of this size, because a row for each would need a transaction for each. So
 * the count of other instances, and of this one before a restart, is exact to a block.
 */
const block = 100;
const blocksADay = { times: quota / block, per: day };
/** How long the count of the other instances is cached, in milliseconds. */
const cachedFor = 60_000;

/** Counts the QRs that have been requested today, by all instances that share the database. */
export interface QrQuota {
  count(source: Pick<Source, "appid" | "name">): void;
  /** Whether only the reserve for known browsers is left of today's QRs. */
  isReserveLeft(source: Pick<Source, "appid">): Promise<boolean>;
}

/** A source's day, as this process knows it. */
interface Count {
  readonly day: number;
  /** The QRs made by this process. */
  own: number;
  /** Blocks that this process has counted in the database. */
  ownBlocks: number;
  others: number;
  /** When `others` was read; undefined if it never was. */
  readAt: number | undefined;
  /** The highest share that the operator was warned of. */
  told: number;
}

/** Warns the operator before the day's QRs are used up, by an attacker or by the site's success. */
export function createQrQuota({
  store,
  failureLimiter: limits,
  log,
}: Pick<LoginContext, "store" | "failureLimiter" | "log">): QrQuota {
  const counts = new Map<string, Count>();
  const drawing = new Set<Count>();

  function today(appid: string): Count {
    const last = counts.get(appid);
    const now = dayOf(store.now());
    if (last?.day === now) return last;
    const fresh = { day: now, own: 0, ownBlocks: 0, others: 0, readAt: undefined, told: 0 };
    counts.set(appid, fresh);
    return fresh;
  }

  const keyOf = (appid: string, count: Count): string => `qrs:${appid}:${count.day}`;

  async function readOthers(appid: string, count: Count): Promise<void> {
    const blocks = await limits.counted(keyOf(appid, count), day);
    count.others = Math.max(0, blocks - count.ownBlocks) * block;
    count.readAt = store.now();
  }

  /** Counts started blocks in the database, one after another. */
  async function draw({ appid, name }: Pick<Source, "appid" | "name">, count: Count): Promise<void> {
    if (drawing.has(count)) return;
    drawing.add(count);
    try {
      while (count.own > count.ownBlocks * block) {
        await limits.hit(keyOf(appid, count), blocksADay);
        count.ownBlocks++;
      }
      await readOthers(appid, count);
      warn({ appid, name }, count);
    } catch (error) {
      log.warn({ err: error, appid }, "could not count a QR; will retry");
    } finally {
      drawing.delete(count);
    }
  }

  function warn({ appid, name }: Pick<Source, "appid" | "name">, count: Count): void {
    const made = count.own + count.others;
    const percent = told.findLast((share) => made >= (quota * share) / 100) ?? 0;
    if (percent <= count.told) return;
    count.told = percent;
    const remedy =
      "from 90 % on only browsers that have signed in get any, and others get codes; limits.attemptsPerAddressLong limits what one address uses";
    log.warn({ appid, made, percent }, `${percent} % of the day's 100,000 QRs of ${name} are used up; ${remedy}`);
  }

  return {
    async isReserveLeft({ appid }) {
      const count = today(appid);
      if (count.readAt === undefined || store.now() - count.readAt >= cachedFor) await readOthers(appid, count);
      return count.own + count.others >= forAnybody;
    },
    count(source) {
      const count = today(source.appid);
      count.own++;
      warn(source, count);
      if (count.own > count.ownBlocks * block) void draw(source, count);
    },
  };
}

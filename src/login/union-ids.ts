import type { Clock } from "../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../base/deadline.ts";
import type { Log } from "../ports/log.ts";
import type { Stores } from "../ports/store.ts";
import { type Follower, type Stranger, WechatError, WechatUnreachable } from "../wechat/index.ts";
import type { Told } from "./grant.ts";
import { createRest } from "./rest.ts";
import type { Source } from "./setup.ts";

/**
 * Fails the work of a transaction, before it has written, that is about to decide who somebody is without knowing
 * their unionId. Whoever ran it asks WeChat, with nothing open, and runs it again with what was told.
 */
export class AskFirst extends Error {
  override name = "AskFirst";
  readonly source: Source;
  readonly openId: string;

  constructor(source: Source, openId: string) {
    super("WeChat is to be asked for this person's unionId first");
    this.source = source;
    this.openId = openId;
  }
}

/** Fails with {@link AskFirst} where the person's unionId is not known. */
export async function requireUnionId({ accounts }: Stores, source: Source, openId: string): Promise<void> {
  const known = await accounts.identity(source.appid, openId);
  if (known?.unionId === undefined) throw new AskFirst(source, openId);
}

export interface UnionIds {
  /** What WeChat tells of the person within 1.5 s; else nothing, and the log says why. Never fails. */
  ask(person: Pick<AskFirst, "source" | "openId">): Promise<Told>;
}

/** Milliseconds that a push may wait for it: WeChat hears its answer in 5 s, or delivers again. */
const patience = 1_500;
/** For so long, in milliseconds, somebody who has none is not asked for again. */
const noneFor = 86_400_000;
/** The same for what may be otherwise soon: a failure; and for what was told, which is stored where it is granted. */
const soon = 10 * 60_000;
/** The operator hears of each reason once in so many milliseconds. */
const quietFor = 3_600_000;
/** People who are remembered, and who are asked for at once; beyond that nobody is asked for. */
const mostPeople = 10_000;
const mostAtOnce = 100;

/** What is so for every person of the source, by errcode. */
const restReasons: ReadonlyMap<number, string> = new Map([
  [48001, "the account is not verified. Verify it, or take `platform` off the source"],
  [45009, "today's calls of user/info are used up"],
]);

const unbound =
  "the account is bound to no Open Platform account. Bind it at open.weixin.qq.com, or take `platform` off the source";

interface Remembered {
  readonly told: Told;
  readonly until: number;
}

export function createUnionIds({ clock, log }: { readonly clock: Clock; readonly log: Log }): UnionIds {
  const people = new Map<string, Remembered>();
  const asking = new Map<string, Promise<Told>>();
  const rest = createRest({ clock });
  const quietUntil = new Map<string, number>();

  function remember(key: string, told: Told, lifetime: number): Told {
    people.delete(key);
    people.set(key, { told, until: clock.now() + lifetime });
    for (const oldest of people.keys()) {
      if (people.size <= mostPeople) break;
      people.delete(oldest);
    }
    return told;
  }

  function tellOperator({ appid, name }: Source, reason: string, err?: unknown): void {
    const key = `${appid} ${reason}`;
    if (clock.now() < (quietUntil.get(key) ?? 0)) return;
    quietUntil.set(key, clock.now() + quietFor);
    const outcome = "Whoever signs in now may get an account apart from the one they have by another source";
    log.warn(
      { appid, ...(err === undefined ? {} : { err }) },
      `no unionIds of ${name}'s people: ${reason}. ${outcome}`,
    );
  }

  function heard(source: Source, key: string, person: Follower | Stranger): Told {
    const { unionId, following } = person;
    if (unionId !== undefined) return remember(key, { unionId }, soon);
    if (following) tellOperator(source, unbound);
    return remember(key, {}, following ? noneFor : soon);
  }

  function failed(source: Source, key: string, error: unknown): Told {
    const errcode = error instanceof WechatError ? error.errcode : undefined;
    const reason = restReasons.get(errcode ?? 0);
    tellOperator(source, reason ?? reasonOf(error), error);
    if (reason === undefined) return remember(key, {}, errcode === wrongOpenId ? noneFor : soon);
    rest.begin(source.appid);
    return {};
  }

  async function question(source: Source, openId: string, key: string): Promise<Told> {
    try {
      const person = await source.userInfo?.(openId);
      return person?.openId === openId ? heard(source, key, person) : remember(key, {}, soon);
    } catch (error) {
      return failed(source, key, error);
    } finally {
      asking.delete(key);
    }
  }

  function askOnce(source: Source, openId: string, key: string): Promise<Told> {
    const running = asking.get(key) ?? question(source, openId, key);
    asking.set(key, running);
    return running;
  }

  return {
    async ask({ source, openId }) {
      const key = `${source.appid} ${openId}`;
      const before = people.get(key);
      if (before && clock.now() < before.until) return before.told;
      if (rest.isResting(source.appid)) return {};
      if (asking.size >= mostAtOnce && !asking.has(key)) {
        tellOperator(source, `more than ${mostAtOnce} are asked for at once`);
        return {};
      }
      try {
        return await withDeadline(clock, patience, () => askOnce(source, openId, key));
      } catch (error) {
        return failed(source, key, error);
      }
    },
  };
}

const wrongOpenId = 40003;

function reasonOf(error: unknown): string {
  const isLate = error instanceof WechatUnreachable && error.reason === "timeout";
  if (isLate || error instanceof DeadlineExceeded) return "WeChat does not answer in time";
  return error instanceof WechatError ? `errcode ${error.errcode}` : "WeChat cannot be reached";
}

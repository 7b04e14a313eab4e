// Fetches the unionId of a follower from WeChat, outside of transactions, and caches it.
import type { Clock } from "../../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { dropOldest } from "../../base/drop-oldest.ts";
import { createSingleFlight } from "../../base/single-flight.ts";
import type { Log } from "../../ports/log.ts";
import type { Stores } from "../../ports/store.ts";
import { type Follower, type Stranger, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import type { Source } from "../context.ts";
import { createCooldown } from "./cooldown.ts";
import type { WechatProfile } from "./grant.ts";

/**
 * Aborts a transaction, before it has written, that must decide who a person is without their unionId. The caller asks
 * WeChat outside of any transaction, and runs it again with the answer.
 */
export class UnionIdRequired extends Error {
  override name = "UnionIdRequired";
  readonly source: Source;
  readonly openId: string;

  constructor(source: Source, openId: string) {
    super("WeChat is to be asked for this person's unionId first");
    this.source = source;
    this.openId = openId;
  }
}

/** Fails with {@link UnionIdRequired} if the person's unionId is not known. */
export async function requireUnionId({ accounts }: Stores, source: Source, openId: string): Promise<void> {
  const known = await accounts.identity(source.appid, openId);
  if (known?.unionId === undefined) throw new UnionIdRequired(source, openId);
}

export interface UnionIdLookup {
  /**
   * Asks WeChat about a person, for at most 1.5 s. Returns an empty object if that fails; the log has the reason. Never
   * throws.
   */
  ask(person: Pick<UnionIdRequired, "source" | "openId">): Promise<WechatProfile>;
}

/** How long a push may wait for it, in milliseconds: WeChat delivers again if it gets no reply within 5 s. */
const lookupTimeoutMs = 1_500;
/** How long to cache that a follower has no unionId, in milliseconds. */
const absentForMs = 86_400_000;
/** How long to cache a failure or a success, in milliseconds. A unionId is stored when access is granted. */
const retryAfterMs = 10 * 60_000;
/** How long the operator is not warned again for the same reason, in milliseconds. */
const cooldownMs = 3_600_000;
/** The size of the cache, and the most lookups at once. Beyond that, WeChat is not asked. */
const maxPeople = 10_000;
const maxConcurrent = 100;

/** The errcodes that concern every person of the source. */
const cooldownReasons: ReadonlyMap<number, string> = new Map([
  [48001, "the account is not verified. Verify it, or remove `platform` from the source"],
  [45009, "today's calls of user/info are used up"],
]);

const unbound =
  "the account is bound to no Open Platform account. Bind it at open.weixin.qq.com, or remove `platform` from the source";

interface CachedLookup {
  readonly told: WechatProfile;
  readonly until: number;
}

export function createUnionIdLookup({ clock, log }: { readonly clock: Clock; readonly log: Log }): UnionIdLookup {
  const people = new Map<string, CachedLookup>();
  const lookups = createSingleFlight<WechatProfile>();
  const rest = createCooldown({ clock });
  const quietUntil = new Map<string, number>();

  function remember(key: string, told: WechatProfile, lifetime: number): WechatProfile {
    people.delete(key);
    people.set(key, { told, until: clock.now() + lifetime });
    dropOldest(people, maxPeople);
    return told;
  }

  function tellOperator({ appid, name }: Source, reason: string, err?: unknown): void {
    const key = `${appid} ${reason}`;
    if (clock.now() < (quietUntil.get(key) ?? 0)) return;
    quietUntil.set(key, clock.now() + cooldownMs);
    const outcome = "People who sign in now may get a second account, apart from the one they have by another source";
    log.warn(
      { appid, ...(err === undefined ? {} : { err }) },
      `no unionIds of ${name}'s people: ${reason}. ${outcome}`,
    );
  }

  function heard(source: Source, key: string, person: Follower | Stranger): WechatProfile {
    const { unionId, following } = person;
    if (unionId !== undefined) return remember(key, { unionId }, retryAfterMs);
    if (following) tellOperator(source, unbound);
    return remember(key, {}, following ? absentForMs : retryAfterMs);
  }

  function failed(source: Source, key: string, error: unknown): WechatProfile {
    const errcode = error instanceof WechatError ? error.errcode : undefined;
    const reason = cooldownReasons.get(errcode ?? 0);
    tellOperator(source, reason ?? reasonOf(error), error);
    if (reason === undefined) return remember(key, {}, errcode === wrongOpenId ? absentForMs : retryAfterMs);
    rest.begin(source.appid);
    return {};
  }

  async function question(source: Source, openId: string, key: string): Promise<WechatProfile> {
    try {
      const person = await source.userInfo?.(openId);
      return person?.openId === openId ? heard(source, key, person) : remember(key, {}, retryAfterMs);
    } catch (error) {
      return failed(source, key, error);
    }
  }

  return {
    async ask({ source, openId }) {
      const key = `${source.appid} ${openId}`;
      const before = people.get(key);
      if (before && clock.now() < before.until) return before.told;
      if (rest.isCoolingDown(source.appid)) return {};
      if (lookups.size >= maxConcurrent && !lookups.running(key)) {
        tellOperator(source, `more than ${maxConcurrent} are asked for at once`);
        return {};
      }
      try {
        return await withDeadline(clock, lookupTimeoutMs, () => lookups.run(key, () => question(source, openId, key)));
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

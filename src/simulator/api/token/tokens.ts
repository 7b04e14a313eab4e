import { randomToken } from "../../../base/bytes.ts";
import { dropOldest } from "../../../base/drop-oldest.ts";
import { type Random, randomInt } from "../../../base/random.ts";
import type { MovableClock } from "../../clock.ts";
import type { Settings } from "../../settings.ts";
import { WechatFailure } from "../errors.ts";
import { createQuota } from "../quota/quota.ts";

/** The lifetime of a token, and how long a replaced one stays valid, in seconds. */
const lifetime = 7200;
const handOver = 300;
const remembered = 5000;

interface Token {
  readonly value: string;
  readonly appid: string;
  /** When it expires by itself, and when it ends in fact, in Unix milliseconds. */
  readonly expiresAt: number;
  endsAt: number;
}

export interface Granted {
  token: string;
  expiresIn: number;
}

/** The access tokens of all accounts: those of `/cgi-bin/token` and, separate from them, the stable ones. */
export interface Tokens {
  /** `/cgi-bin/token`: always issues a new token; the previous one stays valid for five minutes. */
  issue(appid: string): Granted;
  /** `/cgi-bin/stable_token`: returns the current token, renewed in its last five minutes, or at once if forced. */
  stable(appid: string, force: boolean): Granted;
  /** The appid of the token's account. Throws 40014, 40001 or 42001. */
  appidOf(value: string): string;
}

export function createTokens(clock: MovableClock, random: Random, settings: Settings): Tokens {
  const known = new Map<string, Token>();
  const classic = new Map<string, Token>();
  const stable = new Map<string, Token>();
  const forced = new Map<string, number>();
  const quota = createQuota(clock);

  const create = (appid: string): Token => {
    const expiresAt = clock.now() + lifetime * 1000;
    const value = `${randomInt(random, 100)}_${randomToken(random, 102)}`;
    const token = { value, appid, expiresAt, endsAt: expiresAt };
    known.set(value, token);
    dropOldest(known, remembered);
    return token;
  };
  const endSoon = (token: Token | undefined, seconds: number): void => {
    if (token !== undefined) token.endsAt = Math.min(token.endsAt, clock.now() + seconds * 1000);
  };
  const granted = (token: Token): Granted => ({
    token: token.value,
    expiresIn: Math.floor((token.expiresAt - clock.now()) / 1000),
  });
  const replace = (tokens: Map<string, Token>, appid: string, grace: number): Granted => {
    endSoon(tokens.get(appid), grace);
    const token = create(appid);
    tokens.set(appid, token);
    return granted(token);
  };

  /** A forced renewal is allowed 30 s after the last one, and 20 times a day. */
  const mayForce = (appid: string): boolean => {
    if (clock.now() - (forced.get(appid) ?? Number.NEGATIVE_INFINITY) < 30_000) return false;
    if (quota.hit(`force ${appid}`, "day") <= 20) return true;
    if (settings.forceRefreshOverLimit === "error") throw new WechatFailure(45009);
    return false;
  };

  return {
    issue: (appid) => replace(classic, appid, handOver),
    stable(appid, force) {
      if (force && mayForce(appid)) {
        forced.set(appid, clock.now());
        return replace(stable, appid, settings.forceRefreshGraceSeconds);
      }
      const current = stable.get(appid);
      if (current === undefined || current.expiresAt - clock.now() < handOver * 1000)
        return replace(stable, appid, handOver);
      return granted(current);
    },
    appidOf(value) {
      if (!/^[A-Za-z0-9_-]{1,512}$/.test(value)) throw new WechatFailure(40014);
      const token = known.get(value);
      if (token === undefined) throw new WechatFailure(40001);
      if (clock.now() < token.endsAt) return token.appid;
      throw new WechatFailure(clock.now() < token.expiresAt ? 40001 : 42001);
    },
  };
}

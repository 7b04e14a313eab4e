import * as z from "zod";
import type { Secret } from "../base/secret.ts";
import { ask, type Line } from "./api/ask.ts";

/** An access token as WeChat gave it. */
export interface AccessToken {
  /** Up to 512 characters and more; secret. */
  value: string;
  /** When it ends, in milliseconds since the epoch. */
  expiresAt: number;
}

/** Where tokens survive a restart and other instances find them: one an account. */
export interface TokenStore {
  load(appid: string): Promise<AccessToken | undefined>;
  save(appid: string, token: AccessToken): Promise<void>;
}

export interface TokenKeeper {
  /**
   * A token that should be valid: the kept one while it lives, renewed in the background in its last 5 minutes, else
   * a new one. However many ask, one call is under way; after a failed one all hear its error for 1 s.
   *
   * @throws {WechatError} when WeChat refuses to give one.
   * @throws {WechatUnreachable} when it gives no usable answer.
   */
  token(): Promise<string>;
  /** WeChat refused this token: forget it. Another one, got meanwhile, stays. */
  rejected(value: string): Promise<void>;
}

export interface TokenKeeperDeps extends Line {
  store: TokenStore;
  /** WeChat's API, such as `https://api.weixin.qq.com`. */
  origin: string;
  appid: string;
  secret: Secret;
}

// WeChat hands out a new token in the old one's last 300 s; 10 s later for what the old one's journey took.
const renewAheadMs = 290_000;
const pauseMs = 1000;
const maxLifeSeconds = 7200;
const answer = z.object({ access_token: z.string().min(1).max(4096), expires_in: z.number().positive() });

/**
 * Keeps an account's access token, got from `stable_token` in normal mode, which gives all who ask the same one: it
 * needs no lock between instances, and never kills a token in use as `force_refresh` would.
 *
 * @see https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
 */
export function createTokenKeeper(deps: TokenKeeperDeps): TokenKeeper {
  const { clock, store, appid } = deps;
  let current: AccessToken | undefined;
  let refused: string | undefined;
  let renewal: Promise<string> | undefined;
  let failure: unknown;
  let nextTry = 0;

  const lives = (token: AccessToken | undefined, ms = 0) => token !== undefined && token.expiresAt - ms > clock.now();

  async function obtain(): Promise<string> {
    const stored = await store.load(appid);
    // Another instance may have renewed it. After a restart any that lives will do; it is renewed behind the answer.
    if (stored && stored.value !== refused && lives(stored, lives(current) ? renewAheadMs : 0)) {
      current = stored;
      return stored.value;
    }
    const fetched = await fetchToken(deps);
    current = fetched;
    await store.save(appid, fetched);
    return fetched.value;
  }

  async function renew(): Promise<string> {
    try {
      const value = await obtain();
      failure = undefined;
      return value;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      nextTry = clock.now() + pauseMs;
      renewal = undefined;
    }
  }

  function renewed(): Promise<string> {
    renewal ??= renew();
    return renewal;
  }

  return {
    async token() {
      const pausing = clock.now() < nextTry;
      if (current !== undefined && lives(current)) {
        if (!lives(current, renewAheadMs) && !pausing) renewed().catch(() => {});
        return current.value;
      }
      if (pausing && failure !== undefined) throw failure;
      return renewed();
    },
    async rejected(value) {
      if (value !== current?.value) return;
      current = undefined;
      refused = value;
    },
  };
}

async function fetchToken(deps: TokenKeeperDeps): Promise<AccessToken> {
  const { origin, appid, secret, clock } = deps;
  const body = { grant_type: "client_credential", appid, secret: secret.reveal(), force_refresh: false };
  const { access_token, expires_in } = await ask(deps, { origin, endpoint: "/cgi-bin/stable_token", body, answer });
  return { value: access_token, expiresAt: clock.now() + Math.min(expires_in, maxLifeSeconds) * 1000 };
}

import * as z from "zod";
import type { Secret } from "../base/secret.ts";
import { createSingleFlight } from "../base/single-flight.ts";
import { call } from "./api/call.ts";
import type { Transport } from "./api/exchange.ts";
import { spanIfAny } from "./api/loose.ts";

/** An access token as WeChat gave it. */
export interface AccessToken {
  /** The secret token; it may have more than 512 characters. */
  value: string;
  /** When it ends, in milliseconds since the epoch. */
  expiresAt: number;
}

/** Stores one token for each account, for restarts and other instances. */
export interface TokenStore {
  /** Returns the stored token; undefined if there is none. */
  load(appid: string): Promise<AccessToken | undefined>;
  /** Stores a token. */
  save(appid: string, token: AccessToken): Promise<void>;
}

/**
 * Lets one of several processes get a token while the others wait for it. Needed with `classic` tokens, where each
 * process's call would end the tokens of the others; with `stable` ones it saves a call.
 */
export interface TokenLease {
  /**
   * Runs `work` while no other process runs its own for this appid, and returns or throws what `work` does. A process
   * that waited finds the other's token in the store. The lease of a process that died must expire.
   */
  hold<T>(appid: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Which endpoint issues the token. `stable`: `/cgi-bin/stable_token`, which gives every caller the same token.
 * `classic`: `/cgi-bin/token`, which issues a new token with each call and ends the previous one after 5 minutes; for
 * accounts whose other software shares that token. Neither endpoint ends tokens of the other.
 */
export type TokenKind = "stable" | "classic";

/**
 * Stores tokens in this process.
 *
 * @example
 * import { createMemoryTokenStore } from "saoma/wechat";
 *
 * const store = createMemoryTokenStore();
 */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, AccessToken>();
  return {
    load: async (appid) => tokens.get(appid),
    save: async (appid, token) => void tokens.set(appid, token),
  };
}

/** Keeps an account's access token. Made by {@link createTokenKeeper}. */
export interface TokenKeeper {
  /**
   * Returns a token that should be valid: the stored one, renewed in the background in its last 5 minutes, or a new
   * one. Concurrent callers share one request; after a failure, all callers get its error for 1 s.
   *
   * @throws {WechatError} if WeChat refuses to issue one.
   * @throws {WechatUnreachable} if there is no usable response.
   */
  token(): Promise<string>;
  /** Returns the same token with its end. */
  accessToken(): Promise<AccessToken>;
  /** Forgets a token that WeChat rejected, unless a newer one is stored already. */
  rejected(value: string): Promise<void>;
}

/** The options of {@link createTokenKeeper}. */
export interface TokenKeeperDeps extends Transport {
  /** Stores the token. */
  store: TokenStore;
  /** Lets one of several processes renew the token. Default: none. */
  lease?: TokenLease;
  /** The token interface to use. Default: `stable`. */
  tokens?: TokenKind;
  /** The origin of WeChat's API, as in `https://api.weixin.qq.com`. */
  origin: string;
  /** The account's appid. */
  appid: string;
  /** The account's AppSecret. */
  secret: Secret;
}

// WeChat issues a new token in the last 300 s of the old one. This is 10 s less, because a token's life starts before
// its response arrives.
const renewAheadMs = 290_000;
const pauseMs = 1000;
const maxLifeSeconds = 7200;
const answer = z.object({ access_token: z.string().min(1).max(4096), expires_in: spanIfAny });

/**
 * Keeps an account's access token. By default it uses `stable_token` in normal mode, which gives every caller the
 * same token: it needs no lease between instances, and never invalidates a token in use as `force_refresh` would.
 *
 * @see https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getAccessToken.html
 * @example
 * import { createMemoryTokenStore, createTokenKeeper, Secret, systemClock } from "saoma/wechat";
 *
 * const keeper = createTokenKeeper({
 *   fetch,
 *   clock: systemClock,
 *   store: createMemoryTokenStore(),
 *   origin: "https://api.weixin.qq.com",
 *   appid: "wx0123456789abcdef",
 *   secret: new Secret("the AppSecret"),
 * });
 * const token = await keeper.token();
 */
export const createTokenKeeper = (deps: TokenKeeperDeps): TokenKeeper =>
  createKeeper({ ...deps, key: deps.appid }, () => fetchToken(deps));

/** Keeps one value that WeChat issues for a limited time, under its own `key` in the store and the lease. */
export function createKeeper(
  { clock, store, key, lease }: Pick<TokenKeeperDeps, "clock" | "store" | "lease"> & { readonly key: string },
  get: () => Promise<AccessToken>,
): TokenKeeper {
  let current: AccessToken | undefined;
  let refused: string | undefined;
  const renewals = createSingleFlight<string>();
  let failure: unknown;
  let nextTry = 0;

  const lives = (token: AccessToken | undefined, ms = 0) => token !== undefined && token.expiresAt - ms > clock.now();

  /**
   * Looks for a token that another instance has renewed. After a restart any valid token is returned, and renewed in
   * the background.
   */
  async function stored(): Promise<string | undefined> {
    const kept = await store.load(key);
    if (!kept || kept.value === refused || !lives(kept, lives(current) ? renewAheadMs : 0)) return undefined;
    current = kept;
    return kept.value;
  }

  async function fetched(): Promise<string> {
    const token = await get();
    current = token;
    await store.save(key, token);
    return token.value;
  }

  async function obtain(): Promise<string> {
    const value = await stored();
    if (value !== undefined) return value;
    return lease ? lease.hold(key, async () => (await stored()) ?? fetched()) : fetched();
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
    }
  }

  const renewed = (): Promise<string> => renewals.run(key, renew);

  async function token(): Promise<string> {
    const pausing = clock.now() < nextTry;
    if (current !== undefined && lives(current)) {
      if (!lives(current, renewAheadMs) && !pausing) renewed().catch(() => {});
      return current.value;
    }
    if (pausing && failure !== undefined) throw failure;
    return renewed();
  }

  return {
    token,
    async accessToken() {
      const value = await token();
      return current?.value === value ? current : { value, expiresAt: clock.now() };
    },
    async rejected(value) {
      if (value !== current?.value) return;
      current = undefined;
      refused = value;
    },
  };
}

async function fetchToken(deps: TokenKeeperDeps): Promise<AccessToken> {
  const { origin, appid, secret, clock, tokens } = deps;
  const credentials = { grant_type: "client_credential", appid, secret: secret.reveal() };
  const request =
    tokens === "classic"
      ? { endpoint: "/cgi-bin/token", query: credentials }
      : { endpoint: "/cgi-bin/stable_token", body: { ...credentials, force_refresh: false } };
  const { access_token, expires_in = maxLifeSeconds } = await call(deps, { origin, answer, ...request });
  return { value: access_token, expiresAt: clock.now() + Math.min(expires_in, maxLifeSeconds) * 1000 };
}

import { randomToken } from "../../base/bytes.ts";
import { dropOldest } from "../../base/drop-oldest.ts";
import { type Random, randomInt } from "../../base/random.ts";
import type { MovableClock } from "../clock.ts";
import type { Settings } from "../settings.ts";
import { snsFailure } from "./failure.ts";

export type Scope = "snsapi_base" | "snsapi_userinfo" | "snsapi_login";

/** A person's consent for an account. The openid is derived when it is needed. */
export interface Grant {
  readonly appid: string;
  /** The person's name in this world. */
  readonly person: string;
  readonly scope: Scope;
  /** Whether it was given on a snapshot page, where all ids are virtual. */
  readonly isSnapshot: boolean;
}

interface Code {
  readonly grant: Grant;
  readonly expiresAt: number;
  usedAt: number | undefined;
}

interface UserToken {
  readonly value: string;
  readonly grant: Grant;
  readonly refresh: string;
  expiresAt: number;
}

interface RefreshToken {
  readonly grant: Grant;
  readonly expiresAt: number;
  token: UserToken;
}

/** The tokens of a user, as the two token calls return them. */
export interface Issued {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly grant: Grant;
}

export const accessSeconds = 7200;
const refreshSeconds = 30 * 86_400;
const remembered = 20_000;

/** The OAuth codes and user tokens of all accounts. The oldest are dropped. Times are Unix seconds. */
export interface Grants {
  /** Issues a code. Its lifetime is the setting for its scope. */
  code(grant: Grant): string;
  /** Exchanges a code, only once. Throws 40029, 40163, 42003. */
  exchange(appid: string, code: string): Issued;
  /** Refreshes a token. Throws 40030, 42002. */
  refresh(appid: string, refreshToken: string): Issued;
  /** The grant of an access token. Throws 40014, 40001, 42001. */
  grantOf(accessToken: string): Grant;
}

export function createGrants(clock: MovableClock, random: Random, settings: Settings): Grants {
  const codes = new Map<string, Code>();
  const tokens = new Map<string, UserToken>();
  const refreshes = new Map<string, RefreshToken>();
  const newToken = (): string => `${randomInt(random, 100)}_${randomToken(random, 66)}`;
  const after = (seconds: number): number => clock.seconds() + seconds;

  const tokenFor = (grant: Grant, refresh: string): UserToken => {
    const token = { value: newToken(), grant, refresh, expiresAt: after(accessSeconds) };
    keep(tokens, token.value, token);
    return token;
  };
  const issue = (grant: Grant): Issued => {
    const refresh = newToken();
    const token = tokenFor(grant, refresh);
    keep(refreshes, refresh, { grant, expiresAt: after(refreshSeconds), token });
    return issued(token);
  };

  return {
    code(grant) {
      const code = `0${randomToken(random, 24).slice(1)}`;
      const lifetime = grant.scope === "snsapi_login" ? settings.websiteCodeSeconds : settings.h5CodeSeconds;
      keep(codes, code, { grant, expiresAt: after(lifetime), usedAt: undefined });
      return code;
    },
    exchange(appid, value) {
      const code = codes.get(value);
      if (code === undefined || code.grant.appid !== appid) throw snsFailure(40029);
      if (code.usedAt !== undefined)
        throw snsFailure(clock.seconds() < code.usedAt + settings.usedCodeSeconds ? 40163 : 40029);
      if (clock.seconds() >= code.expiresAt) throw snsFailure(settings.expiredCode);
      code.usedAt = clock.seconds();
      return issue(code.grant);
    },
    refresh(appid, value) {
      const refresh = refreshes.get(value);
      if (refresh === undefined || refresh.grant.appid !== appid) throw snsFailure(40030);
      if (clock.seconds() >= refresh.expiresAt) throw snsFailure(42002);
      if (settings.refreshTokenRotates) {
        refreshes.delete(value);
        return issue(refresh.grant);
      }
      // A valid access token is extended; an expired one is replaced.
      if (clock.seconds() < refresh.token.expiresAt) refresh.token.expiresAt = after(accessSeconds);
      else refresh.token = tokenFor(refresh.grant, value);
      return issued(refresh.token);
    },
    grantOf(value) {
      if (!/^[A-Za-z0-9_-]{1,512}$/.test(value)) throw snsFailure(40014);
      const token = tokens.get(value);
      if (token === undefined) throw snsFailure(40001);
      if (clock.seconds() >= token.expiresAt) throw snsFailure(42001);
      return token.grant;
    },
  };
}

const issued = ({ value, refresh, grant }: UserToken): Issued => ({
  accessToken: value,
  refreshToken: refresh,
  grant,
});

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  dropOldest(map, remembered);
}

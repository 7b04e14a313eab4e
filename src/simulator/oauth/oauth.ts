import type { Random } from "../../base/random.ts";
import { createQuota, type Quota } from "../api/quota/quota.ts";
import type { MovableClock } from "../clock.ts";
import type { Settings } from "../settings.ts";
import { createGrants, type Grants } from "./grants.ts";
import { createLogins, type Logins } from "./qrconnect.ts";

/** The state of OAuth: codes and tokens, open qrconnect pages, and consents. */
export interface Oauth {
  readonly grants: Grants;
  readonly logins: Logins;
  readonly quota: Quota;
  /** "person appid" for every consent to `snsapi_userinfo`. */
  readonly consents: Set<string>;
}

export function createOauth(clock: MovableClock, random: Random, settings: Settings): Oauth {
  const grants = createGrants(clock, random, settings);
  return {
    grants,
    logins: createLogins(clock, random, settings, grants),
    quota: createQuota(clock),
    consents: new Set(),
  };
}

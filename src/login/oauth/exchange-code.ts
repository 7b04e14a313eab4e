import { readProfile } from "../../domain/profile.ts";
import { masked } from "../../ports/log.ts";
import type { Grant, Profile } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";
import { exchangeOrThrow } from "../transition/exchange-code.ts";
import type { WechatProfile } from "../transition/grant.ts";

/** The person behind an OAuth code. */
export interface WechatUser {
  readonly openId: string;
  /** WeChat opened the page in snapshot mode (快照页) and returned a made-up person. */
  readonly isSnapshot: boolean;
  readonly told: WechatProfile;
}

/** Exchanges a code, which works once. Never call it inside a transaction: it calls WeChat. */
export async function exchangeCode({ log }: LoginContext, source: Source, code: string): Promise<WechatUser> {
  const grant = await exchangeOrThrow({ log }, { source, what: "a code" }, () => source.api.oauth.exchange(code));
  if (grant.snapshot) return { openId: grant.virtualOpenId, isSnapshot: true, told: {} };
  const profile = await profileOf(log, source, grant);
  const unionId = grant.unionId ?? profile?.unionId;
  const cleaned = profile && readProfile(profile.nickname, profile.avatarUrl);
  log.info({ appid: source.appid, openid: masked(grant.openId) }, "a code was exchanged");
  return {
    openId: grant.openId,
    isSnapshot: false,
    told: { ...(unionId ? { unionId } : {}), ...(cleaned ? { profile: cleaned } : {}) },
  };
}

const profileScopes: readonly string[] = ["snsapi_userinfo", "snsapi_login"];

/** Name and picture are optional: a sign-in does not fail without them. */
async function profileOf(
  log: LoginContext["log"],
  { api, appid }: Source,
  { accessToken, openId, scopes }: Extract<Grant, { snapshot: false }>,
): Promise<Profile | undefined> {
  if (!scopes.some((scope) => profileScopes.includes(scope))) return undefined;
  try {
    const profile = await api.oauth.profile(accessToken, openId);
    return profile.openId === openId ? profile : undefined;
  } catch (error) {
    log.warn({ err: error, appid }, "WeChat gave no profile");
    return undefined;
  }
}

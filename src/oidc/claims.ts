import { createHash } from "node:crypto";
import type { SignedIn } from "../domain/session.ts";
import type { OpenIdClient } from "../login/context.ts";
import { authenticatedAt, methodsOf } from "./session-payload.ts";

/** The claims of each scope. Those of WeChat come with `openid`, because few clients can be made to request more. */
export const claimsOfScopes = {
  openid: ["sub", "sid", "auth_time", "amr", "wechat_openid", "wechat_unionid", "wechat_appid"],
  profile: ["name", "picture", "preferred_username", "locale", "groups"],
  email: ["email"],
  groups: ["groups"],
  phone: ["phone_number", "phone_number_verified"],
} as const;

/** Values that are not fields of the account. */
export interface TellableOfAccount {
  readonly groups: readonly string[];
  /** False for a number that only WeChat's phone button gave: the SIM may have had another owner. */
  readonly isPhoneVerified: boolean;
}

/**
 * The claims of a person. `email` is a placeholder for the many programs that admit no user without an address: it is
 * made of the account's id and never changes. `email_verified` is not set.
 */
export function claimsOf(
  signedIn: SignedIn,
  { groups, isPhoneVerified }: TellableOfAccount,
  { emailDomain, username, wechat }: OpenIdClient,
) {
  const { account, session } = signedIn;
  const handle = createHash("sha256").update(account.id).digest("hex").slice(0, 24);
  const { name, avatar, phone } = account;
  const { openId, unionId, appid, language } = session;
  const tellsUnionId = wechat.includes("unionid") && unionId !== undefined;
  return {
    sub: account.id,
    sid: session.id,
    name,
    groups: [...groups],
    auth_time: authenticatedAt(signedIn),
    amr: methodsOf(signedIn),
    ...(language === undefined ? {} : { locale: language }),
    ...(username === undefined ? {} : { preferred_username: `${username}${handle}` }),
    ...(avatar?.startsWith("https:") ? { picture: avatar } : {}),
    ...(emailDomain === undefined ? {} : { email: `${handle}@${emailDomain}` }),
    ...(phone === undefined ? {} : { phone_number: phone, phone_number_verified: isPhoneVerified }),
    ...(wechat.includes("openid") ? { wechat_openid: openId } : {}),
    ...(tellsUnionId ? { wechat_unionid: unionId } : {}),
    ...(wechat.length > 0 ? { wechat_appid: appid } : {}),
  };
}

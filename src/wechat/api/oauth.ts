import * as z from "zod";
import { Secret } from "../../base/secret.ts";
import type { Account } from "./account.ts";
import { done } from "./call.ts";
import { flag, idIfAny, listOf, spanIfAny, text, textIfAny } from "./loose.ts";
import { type AuthorizeRequest, authorizeUrl, type QrConnectRequest, qrConnectUrl } from "./oauth-url.ts";
import type { Language } from "./user.ts";

/**
 * The tokens of one person. They read this person's profile and nothing else. They are not the account's access token.
 */
export interface UserTokens {
  /** The access token of the person. */
  accessToken: Secret;
  /** When the access token expires (after 2 hours), in milliseconds since the epoch. */
  expiresAt: number;
  /** The refresh token, valid for 30 days; absent if WeChat gave none. */
  refreshToken?: Secret;
  /** The scopes that were allowed, as in `snsapi_userinfo`. */
  scopes: string[];
}

/** The person of an OAuth code. In a snapshot (快照页) the ids are virtual: never create an account from one. */
export type Grant = UserTokens &
  (
    | {
        snapshot: false;
        /** The person's openid. */
        openId: string;
        /** The person's unionid; only of accounts bound to an Open Platform account. */
        unionId?: string;
      }
    | {
        snapshot: true;
        /** A virtual openid, which belongs to no person. */
        virtualOpenId: string;
      }
  );

/** The profile of a person. */
export interface Profile {
  /** The person's openid. */
  openId: string;
  /** The person's unionid; only of accounts bound to an Open Platform account. */
  unionId?: string;
  /** The nickname. */
  nickname: string;
  /**
   * The address of the picture. It stops working when the person changes the picture: fetch it, don't link to it.
   */
  avatarUrl?: string;
  /** The person's privileges, in WeChat's words. */
  privileges: string[];
}

/** Signing in on the web: website apps (`qrConnectUrl`) and service accounts inside WeChat (`authorizeUrl`). */
export interface OauthApi {
  /**
   * The address of WeChat's QR page. A person who refuses is not redirected back.
   *
   * @throws {TypeError} for a `redirectUri` or `state` that WeChat does not accept.
   * @see https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html
   */
  qrConnectUrl(request: QrConnectRequest): string;
  /**
   * The address of WeChat's consent page, for WeChat's own browser.
   *
   * @throws {TypeError} for a `redirectUri` or `state` that WeChat does not accept.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
   */
  authorizeUrl(request: AuthorizeRequest): string;
  /**
   * Exchanges the code, once and within 5 minutes (40029, 40163, 42003).
   *
   * @see
   * https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Authorized_Interface_Calling_UnionID.html
   */
  exchange(code: string): Promise<Grant>;
  /**
   * Gets a new access token. Store the refresh token that comes with it: it may be a new one, or the same (40030,
   * 42002).
   *
   * @see
   * https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Authorized_Interface_Calling_UnionID.html
   */
  refresh(refreshToken: Secret): Promise<
    UserTokens & {
      /** The person's openid. */
      openId: string;
    }
  >;
  /**
   * Resolves if the access token is this person's and has not expired (else 40001, 40003, 40014, 42001).
   *
   * @see
   * https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Authorized_Interface_Calling_UnionID.html
   */
  check(accessToken: Secret, openId: string): Promise<void>;
  /**
   * The person's name and picture, if the person allowed them (48001 after `snsapi_base`).
   *
   * @see
   * https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Authorized_Interface_Calling_UnionID.html
   */
  profile(accessToken: Secret, openId: string, language?: Language): Promise<Profile>;
}

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));
const tokens = z.object({
  access_token: secret,
  expires_in: spanIfAny,
  refresh_token: textIfAny,
  openid: z.string().min(1),
  scope: text,
});
const granted = tokens.extend({ unionid: idIfAny, is_snapshotuser: flag });
const profile = z
  .object({
    openid: z.string().min(1),
    nickname: text,
    headimgurl: text,
    privilege: listOf(z.string()),
    unionid: idIfAny,
  })
  .transform(
    ({ openid, nickname, headimgurl, privilege, unionid }): Profile => ({
      openId: openid,
      ...(unionid ? { unionId: unionid } : {}),
      nickname,
      ...(headimgurl ? { avatarUrl: headimgurl } : {}),
      privileges: privilege,
    }),
  );

/** How long a person's access token is valid if WeChat does not say, in seconds. */
const lifeSeconds = 7200;

export function createOauthApi(account: Account): OauthApi {
  const { callWithoutToken, appid, origins, clock } = account;
  const tokensOf = (answer: z.output<typeof tokens>): UserTokens => ({
    accessToken: answer.access_token,
    expiresAt: clock.now() + (answer.expires_in ?? lifeSeconds) * 1000,
    ...(answer.refresh_token ? { refreshToken: new Secret(answer.refresh_token) } : {}),
    scopes: answer.scope.split(",").filter((scope) => scope !== ""),
  });
  return {
    qrConnectUrl: (request) => qrConnectUrl(origins.open, appid, request),
    authorizeUrl: (request) => authorizeUrl(origins.open, appid, request),
    async exchange(code) {
      const query = { appid, secret: account.secret.reveal(), code, grant_type: "authorization_code" };
      const answer = await callWithoutToken({ endpoint: "/sns/oauth2/access_token", query, answer: granted });
      const { openid, unionid } = answer;
      if (answer.is_snapshotuser) return { ...tokensOf(answer), snapshot: true, virtualOpenId: openid };
      return { ...tokensOf(answer), snapshot: false, openId: openid, ...(unionid ? { unionId: unionid } : {}) };
    },
    async refresh(refreshToken) {
      const query = { appid, grant_type: "refresh_token", refresh_token: refreshToken.reveal() };
      const answer = await callWithoutToken({ endpoint: "/sns/oauth2/refresh_token", query, answer: tokens });
      return { refreshToken, ...tokensOf(answer), openId: answer.openid };
    },
    check: (accessToken, openid) =>
      callWithoutToken({ endpoint: "/sns/auth", query: { access_token: accessToken.reveal(), openid }, answer: done }),
    profile(accessToken, openid, lang = "zh_CN") {
      const query = { access_token: accessToken.reveal(), openid, lang };
      return callWithoutToken({ endpoint: "/sns/userinfo", query, answer: profile });
    },
  };
}

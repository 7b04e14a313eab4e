/** Saoma, as a site's own sign-in library is told of it. */
export interface SaomaOptions {
  /** Saoma's `origin`, for example `https://login.example.com`. */
  issuer: string;
  /** The id of the application at Saoma. */
  clientId: string;
  /** Its secret, `SAOMA_<APPLICATION>_CLIENT_SECRET` at Saoma. Leave it out for a public client. */
  clientSecret?: string;
  /** The name on the button. Default `微信`. */
  name?: string;
}

/** What Saoma says of a user, in the ID token and at userinfo. */
export interface SaomaProfile {
  /** The account's id at Saoma. It never changes: keep your user by it. */
  sub: string;
  /** The name that the account has. */
  name: string;
  /** The address of a picture, if WeChat gave one. */
  picture?: string;
  /** `wechat-` and 24 hexadecimal digits. */
  preferred_username: string;
  /** A placeholder that takes no mail and proves nothing; absent with `email: "none"`. */
  email?: string;
  /** The names of the account's groups. */
  groups: string[];
  /** The session at Saoma, by which a back-channel logout names it. */
  sid: string;
  /** With the scope `phone`, if the account has one. */
  phone_number?: string;
  /** With the scope `phone`, if the account has one. */
  phone_number_verified?: boolean;
  /** With `wechat: ["openid"]` at Saoma. */
  wechat_openid?: string;
  /** With `wechat: ["unionid"]` at Saoma, if WeChat gave one. */
  wechat_unionid?: string;
  /** With `wechat` at Saoma: the WeChat account that `wechat_openid` belongs to. */
  wechat_appid?: string;
}

/** What is asked for unless the site says otherwise. */
export const scopes: readonly string[] = ["openid", "profile", "email"];

/** Nearly everybody who signs in reads Chinese. */
export const defaultName = "微信";

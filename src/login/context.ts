import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";
import type { Channel } from "../domain/attempt.ts";
import type { Language } from "../domain/language.ts";
import type { Policy } from "../domain/policy.ts";
import type { Session } from "../domain/session.ts";
import { defaultTexts, type Texts } from "../domain/texts.ts";
import type { Hints } from "../ports/hints.ts";
import type { DurableLimits, Limit, Limits } from "../ports/limits.ts";
import type { Log } from "../ports/log.ts";
import type { SmsSender } from "../ports/sms.ts";
import type { Store } from "../ports/store.ts";
import type { Push, Reply, TemplateMessage, WechatApi } from "../wechat/index.ts";
import type { Events } from "./events.ts";

/** One WeChat account of the operator. */
export interface Source {
  readonly appid: string;
  readonly kind: "service" | "subscription" | "test" | "mini-program" | "website";
  /** As its followers know it. */
  readonly name: string;
  readonly api: Pick<WechatApi, "qrcode" | "oauth" | "message" | "token">;
  /** Whether messages can be sent by it besides replies: its followers have a chat with it, and there is an AppSecret. */
  readonly canWrite?: true;
  /** The operator's Open Platform account that it is bound to: sources of one platform share their people's unionIds. */
  readonly platform?: string;
  /** Asks about a follower. Present where that may tell a unionId: a chat's account with a platform and an AppSecret. */
  readonly userInfo?: WechatApi["user"]["info"];
  /** Whether pages that are open inside WeChat may ask it who that is. */
  readonly inWechat: boolean;
  /** What it asks there: `snsapi_base` nothing, `snsapi_userinfo` for name and picture. */
  readonly scope: "snsapi_base" | "snsapi_userinfo";
  /** Present for a 小程序. */
  readonly miniProgram?: MiniProgram;
  /** What happens to a person's sessions when they unfollow. */
  readonly unfollow: "keep" | "sign-out";
  /** The text of the account's own QR, or its picture as a data URI; for pages that show where to send a code. */
  readonly qr?: string;
  /** A message of one of these words is answered with a code to type into the page. */
  readonly codeKeywords: readonly string[];
  /** WeChat switches the console's own replies off when the server URL is on; these take their place. */
  readonly replies: AutoReplies;
}

/** What a 小程序 does for sign-ins. */
export interface MiniProgram {
  readonly wxacode: WechatApi["wxacode"];
  readonly login: WechatApi["miniProgram"]["login"];
  readonly link: WechatApi["link"]["url"];
  readonly phoneNumber: WechatApi["miniProgram"]["phoneNumber"];
  readonly code: MiniProgramCode;
}

/** The code that opens it. */
export interface MiniProgramCode {
  /**
   * `unlimited`: 小程序码, as many as you like. `round` (小程序码) and `square` (QR): 100,000 ever in both together,
   * and every attempt uses one up.
   */
  readonly api: "unlimited" | "round" | "square";
  /** The page that signs people in, without leading slash and without query. */
  readonly page: string;
  /** Which version opens; all but `release` only for the project's members. A square one has no choice. */
  readonly envVersion: "release" | "trial" | "develop";
  /** Whether browsers on phones get a link that opens it. WeChat makes no links for personal mini-programs. */
  readonly link: boolean;
}

export interface AutoReplies {
  /** To a plain follow. */
  readonly follow?: Reply;
  readonly keywords: readonly Keyword[];
  /** To any other message. */
  readonly other?: Reply;
}

export interface Keyword {
  readonly words: readonly string[];
  readonly match: "exact" | "contains";
  readonly reply: Reply;
}

/** A site or app people sign in to. */
export interface Application {
  readonly id: string;
  readonly name: string;
  /** Its mark, for the middle of a QR: an https address, or a data URI. */
  readonly logo?: string;
  /** Whether it is the default application. */
  readonly default?: true;
  readonly origins: readonly string[];
  /** The appids it may use, the preferred first. */
  readonly sources: readonly string[];
  /** The ways people may sign in; absent: all that its sources can. */
  readonly channels?: readonly Channel[];
  readonly policy: Policy;
  /** Whether its pages may add and remove WeChats, and see the sessions of other applications. */
  readonly manageAccount: boolean;
  readonly language: Language | "auto";
  readonly texts: Readonly<Partial<Record<Language, Partial<Texts>>>>;
  /** The message after a sign-in: the first of these that the source may send. */
  readonly afterSignIn: readonly AfterSignIn[];
  /** What access tokens tell of a person beyond their account. */
  readonly tokenClaims: readonly ("openid" | "unionid")[];
  /** The groups whose members may enter; absent: everyone. */
  readonly access?: readonly string[];
  /** Present where the application's own server signs people in by OpenID Connect. */
  readonly openid?: OpenIdClient;
  /** Present where a site's server looks codes up in wechat-server's protocol. */
  readonly wechatServer?: WechatServer;
}

/** An application as a client of the OpenID provider. */
export interface OpenIdClient {
  /** Where people may be sent back to; compared whole. */
  readonly redirectUris: readonly string[];
  /** Where they may be sent after signing out; compared whole. */
  readonly logoutUris: readonly string[];
  /** Where its server is told that a session is over (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogout?: string;
  /** Whether that may be at a private address. */
  readonly allowPrivate: boolean;
  /** SHA-256, in hexadecimal, of the secrets that are good: one, two while it is changed, none for a public client. */
  readonly secretHashes: readonly string[];
  /** Where the placeholder for the e-mail address is at; undefined where none is told. */
  readonly emailDomain: string | undefined;
  /** Whether it gets refresh tokens, which are good for as long as the session. */
  readonly refresh: boolean;
  /** What is told of the WeChat that signed in. */
  readonly wechat: readonly ("openid" | "unionid")[];
}

/** How a site that calls songquanpeng's wechat-server is served. */
export interface WechatServer {
  /** The appid whose chat answers 验证码. */
  readonly source: string;
  /** Whether it is reached at the root, too, as wechat-server is. */
  readonly atRoot: boolean;
  /** Whether the site may have the source's access token. */
  readonly accessToken: boolean;
  /** SHA-256, in hexadecimal, of the tokens that may ask: one, and a second one while they are changed. */
  readonly tokenHashes: readonly string[];
}

/** How newcomers are sent codes. */
export interface Sms {
  readonly sender: SmsSender;
  /** What one costs, in ten thousandths, by country code; numbers of others are sent none. */
  readonly prices: Readonly<Record<string, number>>;
  /** The template of those that say that they join an account; absent: nobody joins by a phone. */
  readonly joinTemplate?: string;
  /** The template of those that tell of a notice; absent: phones are told of none. */
  readonly noticeTemplate?: string;
  /** What all of a day may cost, in ten thousandths. */
  readonly dailyCap: number;
  readonly limits: {
    readonly perPhone: Limit;
    readonly perPhoneLong: Limit;
    /** Of numbers that differ in their last four digits only. */
    readonly perRange: Limit;
    readonly perPerson: Limit;
    readonly perAddress: Limit;
  };
}

/** A message after a sign-in. `{site}`, `{name}`, `{browser}`, `{date}` and `{time}` in its texts are filled in. */
export type AfterSignIn = {
  /** Sent by this source, after sign-ins by it; absent: by any that may. */
  readonly source?: string;
} & (
  | { readonly type: "text"; readonly text: string }
  | ({ readonly type: "template" } & Omit<TemplateMessage, "openId" | "clientMsgId">)
);

/** What the rooms of `login/` share. */
export interface LoginContext {
  readonly store: Store;
  readonly hints: Hints;
  readonly limits: Limits;
  /** What must be counted whatever becomes of it. */
  readonly failureLimiter: DurableLimits;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly events: Events;
  /** Where browsers reach this service; WeChat sends them back there. */
  readonly origin: string;
  /** Takes the pushes that are not ours, where there is one. */
  readonly onMessage: () => OnMessage | undefined;
  /** Session and refresh tokens are derived with it. */
  readonly key: Secret;
  readonly accessTokens: AccessTokens;
  /** Absent where none can be sent. */
  readonly sms?: Sms;
  readonly sources: ReadonlyMap<string, Source>;
  readonly applications: ReadonlyMap<string, Application>;
  /** Milliseconds. */
  readonly sessionLifetime: number;
  /** For how long an approval by a WeChat of the account is good, in milliseconds. */
  readonly freshFor: number;
  /** How long an announced change of an account waits for an objection, in milliseconds. */
  readonly changesWait: number;
  readonly limit: {
    readonly attemptsPerAddress: Limit;
    readonly attemptsPerAddressLong: Limit;
    readonly pushesPerPerson: Limit;
  };
}

/** The texts an application speaks in. */
export const textsOf = (application: Pick<Application, "texts"> | undefined, language: Language): Texts => ({
  ...defaultTexts[language],
  ...application?.texts[language],
});

/**
 * Handles a push that is not part of a sign-in, and may reply to it. It is called once for each push in this
 * process; after a crash it may be called again for the same one: `push.key` identifies repeats.
 */
export type OnMessage = (message: {
  /** The source that the push came to. */
  readonly appid: string;
  /** The push. */
  readonly push: Push;
}) => Promise<Reply | undefined> | Reply | undefined;

/** Access tokens: JWTs of RFC 9068, for backends that verify by JWKS. */
export interface AccessTokens {
  /** A token for a session, and how many seconds it lives. */
  issue(session: Session): Promise<{ accessToken: string; expiresIn: number }>;
  /** The session's id in a token that is ours and live; undefined for any other. */
  read(token: string): Promise<string | undefined>;
}

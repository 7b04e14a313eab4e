// What all operations of `login/` are given: configuration, ports, sources and applications.
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";
import type { Channel } from "../domain/attempt.ts";
import type { ConsoleAdministrator } from "../domain/console-session.ts";
import type { Language } from "../domain/language.ts";
import type { Policy } from "../domain/policy.ts";
import type { Session } from "../domain/session.ts";
import type { Terms } from "../domain/terms.ts";
import type { Texts } from "../domain/texts.ts";
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
  /** The name that its followers know. */
  readonly name: string;
  readonly api: Pick<WechatApi, "qrcode" | "oauth" | "message" | "token">;
  /** Whether it can send messages other than replies: it has followers and an AppSecret. */
  readonly canWrite?: true;
  /** The operator's Open Platform account that it is bound to: sources of one platform share their people's unionIds. */
  readonly platform?: string;
  /**
   * Calls `user/info`. Present if that may return a unionId: for an official account with a platform and an AppSecret.
   */
  readonly userInfo?: WechatApi["user"]["info"];
  /** Whether pages inside WeChat may sign users in by this source. */
  readonly inWechat: boolean;
  /** The OAuth scope for that: `snsapi_base` shows no question, `snsapi_userinfo` asks for name and picture. */
  readonly scope: "snsapi_base" | "snsapi_userinfo";
  /** Present for a 小程序. */
  readonly miniProgram?: MiniProgram;
  /** What happens to a person's sessions when they unfollow. */
  readonly unfollow: "keep" | "sign-out";
  /** The text of the account's own QR, or its picture as a data URI. Pages show it beside a code. */
  readonly qr?: string;
  /** A message that consists of one of these words gets a code to type into the page. */
  readonly codeKeywords: readonly string[];
  /** The automatic replies. WeChat disables those of its console when a server URL is set. */
  readonly replies: AutoReplies;
  /** Present if a backend gets pushes as well. */
  readonly relay?: Relay;
}

/** A push as WeChat sent it, for the backend that it is relayed to. */
export interface PushWire {
  /** The query of its address, unchanged, without the `?`. */
  readonly query: string;
  readonly body: Uint8Array;
  /** Its `Content-Type`. */
  readonly contentType?: string;
  /** When it arrived, by the clock. */
  readonly arrivedAt: number;
}

/** The decrypted reply of a backend. */
export interface RelayedReply {
  readonly type: "relayed";
  readonly body: string;
}

/** A reply of Saoma, or of a backend. */
export type PushReply = Reply | RelayedReply;

/** An existing backend of a source, to which pushes are relayed. */
export interface Relay {
  /** Which pushes are relayed: those that are not part of a sign-in, or all. */
  readonly only: "not-ours" | "all";
  /** How long it may take to reply, in milliseconds. */
  readonly timeout: number;
  /** The name of this instance in the database while it waits for a reply. */
  readonly holder: string;
  /**
   * Sends a push to the backend. Returns its reply; undefined if it does not reply; `away` if there is no response that
   * WeChat would accept. Never rejects.
   */
  ask(wire: PushWire): Promise<RelayedReply | "away" | undefined>;
}

/** The functions of a 小程序 for sign-ins. */
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
   * `unlimited`: 小程序码 without a limit. `round` (小程序码) and `square` (QR) share a lifetime total of 100,000, of which
   * each attempt uses one.
   */
  readonly api: "unlimited" | "round" | "square";
  /** The path of the sign-in page, without leading slash and query. */
  readonly page: string;
  /** The version that opens. `trial` and `develop` open only for members of the project. Ignored for `square`. */
  readonly envVersion: "release" | "trial" | "develop";
  /** Whether browsers on phones get a link that opens it. WeChat makes no links for mini-programs of individuals. */
  readonly link: boolean;
}

export interface AutoReplies {
  /** The reply to a follow without a QR. */
  readonly follow?: Reply;
  readonly keywords: readonly Keyword[];
  /** The reply to any other message. */
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
  /** The logo for the middle of a QR: an https address, or a data URI. */
  readonly logo?: string;
  /** Whether it is the default application. */
  readonly default?: true;
  readonly origins: readonly string[];
  /** The appids it may use, the preferred first. */
  readonly sources: readonly string[];
  /** The allowed channels; absent: all that its sources support. */
  readonly channels?: readonly Channel[];
  readonly policy: Policy;
  /** Whether its pages may add and remove WeChats, and list the sessions of other applications. */
  readonly manageAccount: boolean;
  readonly language: Language | "auto";
  readonly texts: Readonly<Partial<Record<Language, Partial<Texts>>>>;
  /** The messages after a sign-in. The first one that the source can send is sent. */
  readonly afterSignIn: readonly AfterSignIn[];
  /** The claims of access tokens beyond the account. */
  readonly tokenClaims: readonly ("openid" | "unionid")[];
  /** The groups whose members may enter; absent: everyone. */
  readonly access?: readonly string[];
  /** The terms that its people have to agree to, by version; absent: none. */
  readonly terms?: readonly Terms[];
  /** Set if it shares sessions with all other applications that have it set. */
  readonly sso?: true;
  /** Present if the application's own server signs people in by OpenID Connect. */
  readonly openid?: OpenIdClient;
  /** Present if a site's server looks up codes by wechat-server's protocol. */
  readonly wechatServer?: WechatServer;
}

/** An application as a client of the OpenID provider. */
export interface OpenIdClient {
  /** The allowed redirect addresses; compared exactly. */
  readonly redirectUris: readonly string[];
  /** The allowed addresses after a sign-out; compared exactly. */
  readonly logoutUris: readonly string[];
  /** The address that is called when a session ends (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogout?: string;
  /** Whether a logout token also names the account. Many clients end all sessions of an account that is named. */
  readonly backchannelLogoutSub: boolean;
  /** Whether that address may be private. */
  readonly allowPrivate: boolean;
  /** The SHA-256 hashes of the valid secrets, in hexadecimal: one, two during a change, none for a public client. */
  readonly secretHashes: readonly string[];
  /** The domain of the placeholder for the e-mail address; undefined if the client gets none. */
  readonly emailDomain: string | undefined;
  /** Whether the client gets refresh tokens. They are valid as long as the session. */
  readonly refresh: boolean;
  /** The beginning of `preferred_username`; undefined if the client does not get this claim. */
  readonly username: string | undefined;
  /** The API that its access tokens are for, as JWTs; absent: the tokens are valid only for userinfo. */
  readonly audience?: string;
  /** The claims about the WeChat that signed in. */
  readonly wechat: readonly ("openid" | "unionid")[];
}

/** The settings for a site that uses the protocol of songquanpeng's wechat-server. */
export interface WechatServer {
  /** The appid whose chat answers 验证码. */
  readonly source: string;
  /** Whether the endpoints are also at the root, as in wechat-server. */
  readonly atRoot: boolean;
  /** Whether the site may have the source's access token. */
  readonly accessToken: boolean;
  /** The SHA-256 hashes of the valid tokens, in hexadecimal: one, two during a change. */
  readonly tokenHashes: readonly string[];
}

/** How SMS codes are sent. */
export interface Sms {
  readonly sender: SmsSender;
  /** The price of one SMS by country code, in ten thousandths. Numbers of other countries get none. */
  readonly prices: Readonly<Record<string, number>>;
  /** The template for an SMS that joins an existing account; absent: no phone joins an account. */
  readonly joinTemplate?: string;
  /** The template for an SMS about a notice; absent: notices are not sent by SMS. */
  readonly noticeTemplate?: string;
  /** The maximum cost of a day, in ten thousandths. */
  readonly dailyCap: number;
  readonly limits: {
    readonly perPhone: Limit;
    readonly perPhoneLong: Limit;
    /** The limit for numbers that differ only in their last four digits. */
    readonly perRange: Limit;
    readonly perPerson: Limit;
    readonly perAddress: Limit;
  };
}

/** A message after a sign-in. `{site}`, `{name}`, `{browser}`, `{date}` and `{time}` in its texts are filled in. */
export type AfterSignIn = {
  /** The appid of the source that sends it, for sign-ins by that source; absent: any source that can. */
  readonly source?: string;
} & (
  | { readonly type: "text"; readonly text: string }
  | ({ readonly type: "template" } & Omit<TemplateMessage, "openId" | "clientMsgId">)
);

/** A service of the operator that events are sent to. */
export interface WebhookEndpoint {
  readonly id: string;
  /** The names of the events that it gets; absent: all. */
  readonly events?: readonly string[];
  /** The applications whose events it gets; absent: those of all. */
  readonly applications?: readonly string[];
}

/** The dependencies that the folders of `login/` share. */
export interface LoginContext {
  readonly store: Store;
  readonly hints: Hints;
  readonly limits: Limits;
  /** Limits that are counted even if the surrounding work fails. */
  readonly failureLimiter: DurableLimits;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly events: Events;
  /** The public origin of this service, to which WeChat sends browsers back. */
  readonly origin: string;
  /** Returns the handler of pushes that are not part of a sign-in; undefined if there is none. */
  readonly onMessage: () => OnMessage | undefined;
  /** Where events are sent to; absent: nowhere. */
  readonly webhooks?: readonly WebhookEndpoint[];
  /** Session and refresh tokens are derived from it. */
  readonly key: Secret;
  readonly accessTokens: AccessTokens;
  /** Who may enter the operator's console by WeChat; absent: nobody. */
  readonly administrators?: readonly ConsoleAdministrator[];
  /** Absent if no SMS can be sent. */
  readonly sms?: Sms;
  readonly sources: ReadonlyMap<string, Source>;
  readonly applications: ReadonlyMap<string, Application>;
  /** Milliseconds. */
  readonly sessionLifetime: number;
  /** How long an approval by a WeChat of the account is valid, in milliseconds. */
  readonly freshFor: number;
  /** How long an announced change of an account waits for an objection, in milliseconds. */
  readonly changesWait: number;
  /** How long the log of an attempt is kept, in milliseconds. */
  readonly attemptLogKept: number;
  /** Writes the pending log entries of attempts, and resolves when they are stored. */
  readonly flushAttemptLog: () => Promise<void>;
  readonly limit: {
    readonly attemptsPerAddress: Limit;
    readonly attemptsPerAddressLong: Limit;
    readonly pushesPerPerson: Limit;
  };
}

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

/** Access tokens: JWTs by RFC 9068, for backends that verify them by JWKS. */
export interface AccessTokens {
  /** Issues a token for a session. Returns it with its lifetime in seconds. */
  issue(session: Session): Promise<{ accessToken: string; expiresIn: number }>;
  /** The id of the session of a valid token; undefined for any other token. */
  read(token: string): Promise<string | undefined>;
}

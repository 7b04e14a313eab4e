// The types of a checked configuration.
import type { Secret } from "../../base/secret.ts";
import type { SigningAlgorithm } from "../../domain/signing-key.ts";
import type { Application, AutoReplies, MiniProgramCode, Source } from "../../login/context.ts";
import type { Limit } from "../../ports/limits.ts";
import type { WechatOrigins } from "../../wechat/index.ts";
import type { AdminConfig } from "./admin.ts";
import type { DatabaseConfig } from "./database.ts";
import type { RedisConfig } from "./redis.ts";
import type { RelayConfig } from "./relay.ts";
import type { SaomaOptions } from "./schema.ts";
import type { SmsConfig } from "./sms.ts";
import type { WebhookConfig } from "./webhooks.ts";

export type { SaomaOptions } from "./schema.ts";

/** A checked configuration: defaults filled in, secrets wrapped, times in milliseconds. */
export interface Config {
  readonly origin: string;
  readonly secret: Secret;
  readonly database: DatabaseConfig;
  /** Absent if instances share no Redis. */
  readonly redis?: RedisConfig;
  readonly trustedProxies: readonly string[];
  /** Absent if the operator's listener is not configured. */
  readonly admin?: AdminConfig;
  readonly sources: readonly SourceConfig[];
  readonly applications: readonly Application[];
  /** WeChat's domain files: the content by name. */
  readonly mpVerify: Readonly<Record<string, string>>;
  readonly webhooks: readonly WebhookConfig[];
  readonly session: { readonly lifetime: number; readonly freshFor: number };
  /** Milliseconds. */
  readonly accountChanges: { readonly wait: number };
  readonly attemptLog: { readonly keep: number };
  readonly sms?: SmsConfig;
  readonly tokens: { readonly algorithm: SigningAlgorithm; readonly lifetime: number };
  readonly limits: {
    readonly attemptsPerAddress: Limit;
    readonly attemptsPerAddressLong: Limit;
    readonly pushesPerPerson: Limit;
    readonly waitingPerAddress: number;
  };
  /** Warnings to log at every start: settings that are allowed but doubtful. */
  readonly warnings: readonly string[];
}

export interface SourceConfig {
  readonly kind: Source["kind"];
  readonly appid: string;
  readonly name: string;
  /** Absent for a 公众号 that may not call WeChat anyway. */
  readonly secret?: Secret;
  /** Empty if the source has no server URL. */
  readonly token: Secret;
  /** Present unless the mode is plain. */
  readonly aesKey?: Secret;
  readonly mode: "safe" | "compatible" | "plain";
  readonly format?: "xml" | "json";
  /** Present for a 小程序. */
  readonly code?: MiniProgramCode;
  readonly ipList?: readonly string[];
  readonly unfollow: "keep" | "sign-out";
  readonly replies: AutoReplies;
  readonly relay?: RelayConfig;
  readonly qr?: string;
  readonly codeKeywords: readonly string[];
  readonly platform?: string;
  readonly inWechat: boolean;
  readonly scope: Source["scope"];
  readonly tokens: "stable" | "classic";
  readonly origins: WechatOrigins;
}

/**
 * Returns the options as they are, and gives an editor their types in `saoma.config.ts`.
 *
 * @example
 * import { defineConfig } from "saoma";
 *
 * export default defineConfig({
 *   origin: "https://login.example.com",
 *   sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "叶子书店" }],
 *   applications: [{ id: "shop", name: "叶子书店" }],
 * });
 */
export const defineConfig = (options: SaomaOptions): SaomaOptions => options;

// Builds the configuration from options that have been checked.
import { Secret } from "../../base/secret.ts";
import type { Terms } from "../../domain/terms.ts";
import type { Application } from "../../login/context.ts";
import { adminConfig } from "./admin.ts";
import type { Config, SourceConfig } from "./config.ts";
import { database, databaseConfig, databaseWarnings } from "./database.ts";
import { openIdClientOf } from "./openid.ts";
import { redisConfig, redisWarnings } from "./redis.ts";
import type { ParsedOptions } from "./schema.ts";
import { smsConfig } from "./sms.ts";
import { code as codeOptions } from "./source.ts";
import { warningsOf } from "./warnings.ts";
import { webhookConfig } from "./webhooks.ts";
import { wechatServerOf } from "./wechat-server.ts";

type ParsedSource = ParsedOptions["sources"][number];
type ParsedApplication = ParsedOptions["applications"][number];

/** Builds the configuration from checked options. */
export function buildConfig(options: ParsedOptions): Config {
  const kept = databaseConfig(options.database ?? database.parse({}));
  const shared = redisConfig(options.redis);
  return {
    origin: options.origin,
    secret: new Secret(options.secret ?? ""),
    database: kept,
    ...shared,
    trustedProxies: options.trustedProxies,
    sources: options.sources.map(sourceOf),
    applications: options.applications.map((application) => applicationOf(application, options)),
    mpVerify: options.mpVerify,
    ...(options.admin === undefined ? {} : { admin: adminConfig(options.admin) }),
    ...(options.sms === undefined ? {} : { sms: smsConfig(options.sms) }),
    webhooks: options.webhooks.map(webhookConfig),
    session: options.session,
    accountChanges: options.accountChanges,
    attemptLog: options.attemptLog,
    tokens: options.tokens,
    limits: options.limits,
    warnings: [...warningsOf(options), ...databaseWarnings(kept), ...redisWarnings(shared.redis)],
  };
}

/** Joining an account by phone needs an SMS template that says so. */
const usualMatch = ({ sms }: ParsedOptions): "link" | "conflict" =>
  sms?.templates.join === undefined ? "conflict" : "link";

function sourceOf({ secret, token, aesKey, code, ...source }: ParsedSource): SourceConfig {
  return {
    ...source,
    token: new Secret(token ?? ""),
    ...(source.kind === "mini-program" ? { code: code ?? codeOptions.parse({}) } : {}),
    ...(secret === undefined ? {} : { secret: new Secret(secret) }),
    ...(aesKey === undefined || source.mode === "plain" ? {} : { aesKey: new Secret(aesKey) }),
  };
}

/** Removes 《》: pages add them where their language needs them. */
const withoutMarks = ({ title, ...rest }: Terms): Terms => ({ ...rest, title: title.replace(/^《(.+)》$/, "$1") });

function applicationOf(
  {
    confirm,
    confirmBy,
    newcomers,
    phoneMatch,
    rememberBrowser,
    manageAccount,
    wechatServer,
    openid,
    access,
    terms = [],
    sso,
    ...application
  }: ParsedApplication,
  options: ParsedOptions,
): Application {
  return {
    ...application,
    origins: application.origins ?? [options.origin],
    sources: application.sources ?? options.sources.map(({ appid }) => appid),
    policy: { confirm, confirmBy, newcomers, phoneMatch: phoneMatch ?? usualMatch(options), rememberBrowser },
    // Where it is the only one, there is no other whose people it could change.
    manageAccount: manageAccount ?? options.applications.length === 1,
    ...(access === undefined ? {} : { access: access.groups }),
    ...(sso ? { sso: true as const } : {}),
    ...(terms.length === 0 ? {} : { terms: terms.map(withoutMarks) }),
    ...(openid === undefined ? {} : { openid: openIdClientOf(openid) }),
    ...(wechatServer === undefined ? {} : { wechatServer: wechatServerOf(wechatServer) }),
  };
}

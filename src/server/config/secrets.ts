import { readFileSync } from "node:fs";
import { english } from "../../base/english.ts";
import type { ConfigProblem } from "./config-error.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Options = Readonly<Record<string, unknown>>;

const ofSource = { secret: "SECRET", token: "TOKEN", aesKey: "AES_KEY" } as const;

/** The name of the variable that a source's secret comes from, as in `SAOMA_WX0123456789ABCDEF_AES_KEY`. */
export const sourceVariable = (appid: string, option: keyof typeof ofSource): string =>
  `SAOMA_${appid.toUpperCase()}_${ofSource[option]}`;

/** The name of the variable that a site's token comes from, as in `SAOMA_SHOP_WECHAT_SERVER_TOKEN`. */
export function wechatServerVariable(application: string): string {
  return `${ofApplication(application)}_WECHAT_SERVER_TOKEN`;
}

/** The name of the variable that a client's secret comes from, as in `SAOMA_SHOP_CLIENT_SECRET`. */
export function clientSecretVariable(application: string): string {
  return `${ofApplication(application)}_CLIENT_SECRET`;
}

function ofApplication(application: string): string {
  return `SAOMA_${application.toUpperCase().replaceAll("-", "_")}`;
}

/** The options with the secrets that they leave out, from the environment or from the files it names. */
export function withSecrets(
  options: Options,
  environment: Environment,
): { options: Options; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const secret = (path: string, variable: string): string | undefined => {
    const { value, problem } = look(variable, environment);
    if (problem) problems.push({ path, message: problem });
    return value;
  };
  const database = withDatabaseUrl(options, environment);
  problems.push(...database.problems);
  const redis = withRedisUrl(database.options, () => secret("redis.url", "SAOMA_REDIS_URL"));
  const own = fill(redis, { secret: () => secret("secret", "SAOMA_SECRET") });
  const withSms = withSmsSecret(
    withAdminKey(own, () => secret("admin.key", "SAOMA_ADMIN_KEY")),
    () => secret("sms.sender.secret", "SAOMA_SMS_SECRET"),
  );
  const filled = withWebhookSecrets(
    withClientSecrets(withWechatServerTokens(withSms, secret), environment, secret),
    secret,
  );
  if (!Array.isArray(options.sources)) return { options: filled, problems };
  const sources = options.sources.map((source: unknown, index) => {
    if (!isOptions(source) || typeof source.appid !== "string") return source;
    const { appid } = source;
    const from = (option: keyof typeof ofSource) => () =>
      secret(`sources[${index}].${option}`, sourceVariable(appid, option));
    return fill(source, { secret: from("secret"), token: from("token"), aesKey: from("aesKey") });
  });
  return { options: { ...filled, sources }, problems };
}

const withAdminKey = (options: Options, find: () => string | undefined): Options =>
  isOptions(options.admin) ? { ...options, admin: fill(options.admin, { key: find }) } : options;

/** Reads the URL of the Redis from the environment, because it contains the password. */
function withRedisUrl(options: Options, find: () => string | undefined): Options {
  const { redis = {} } = options;
  if (!isOptions(redis) || redis.url !== undefined) return options;
  const url = find();
  return url === undefined ? options : { ...options, redis: { ...redis, url } };
}

/** The options with the database's URL, where they name no database: the password is in it. */
export function withDatabaseUrl(
  options: Options,
  environment: Environment,
): { options: Options; problems: ConfigProblem[] } {
  const { database = {} } = options;
  if (!isOptions(database) || database.path !== undefined || database.url !== undefined)
    return { options, problems: [] };
  const { value, problem } = look("SAOMA_DATABASE_URL", environment);
  if (problem) return { options, problems: [{ path: "database.url", message: problem }] };
  return {
    options: value === undefined ? options : { ...options, database: { ...database, url: value } },
    problems: [],
  };
}

function withSmsSecret(options: Options, find: () => string | undefined): Options {
  const { sms } = options;
  if (!isOptions(sms) || !isOptions(sms.sender) || sms.sender.kind === "simulator") return options;
  return { ...options, sms: { ...sms, sender: fill(sms.sender, { secret: find }) } };
}

type Find = (path: string, variable: string) => string | undefined;

/** Fills in one secret of one setting, of every application that has the setting. */
const ofApplications =
  (setting: string, option: string, variable: (id: string) => string) =>
  (options: Options, find: Find): Options => {
    if (!Array.isArray(options.applications)) return options;
    const applications = options.applications.map((application: unknown, index) => {
      const own = isOptions(application) ? application[setting] : undefined;
      if (!isOptions(application) || !isOptions(own)) return application;
      const { id } = application;
      const path = `applications[${index}].${setting}.${option}`;
      const secret = () => (typeof id === "string" ? find(path, variable(id)) : undefined);
      return { ...application, [setting]: fill(own, { [option]: secret }) };
    });
    return { ...options, applications };
  };

const withWechatServerTokens = ofApplications("wechatServer", "token", wechatServerVariable);
const openIdSecrets = ofApplications("openid", "secret", clientSecretVariable);

/** An empty variable is refused: left out, it would make the client a public one unnoticed. */
const withClientSecrets = (options: Options, environment: Environment, find: Find): Options =>
  openIdSecrets(options, (path, variable) => find(path, variable) ?? (environment[variable] === "" ? "" : undefined));

/** The secret of every endpoint that has none of its own. */
function withWebhookSecrets(options: Options, find: Find): Options {
  if (!Array.isArray(options.webhooks)) return options;
  const webhooks = options.webhooks.map((webhook: unknown, index) =>
    isOptions(webhook)
      ? fill(webhook, { secret: () => find(`webhooks[${index}].secret`, "SAOMA_WEBHOOK_SECRET") })
      : webhook,
  );
  return { ...options, webhooks };
}

export const isOptions = (value: unknown): value is Options =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fill(options: Options, sources: Readonly<Record<string, () => string | undefined>>): Options {
  const found = Object.entries(sources)
    .filter(([name]) => options[name] === undefined)
    .map(([name, find]) => [name, find()] as const);
  return { ...options, ...Object.fromEntries(found.filter(([, value]) => value !== undefined)) };
}

function look(variable: string, environment: Environment): { value?: string; problem?: string } {
  const value = environment[variable];
  const file = environment[`${variable}_FILE`];
  if (!file) return value ? { value } : {};
  if (value) return { problem: english`is given by both ${variable} and ${variable}_FILE. Keep one.` };
  try {
    // Editors and `echo` add a line end that does not belong to the secret.
    return { value: readFileSync(file, "utf8").replace(/\r?\n$/, "") };
  } catch (error) {
    return {
      problem: english`cannot be read from ${variable}_FILE: ${error instanceof Error ? error.message : error}`,
    };
  }
}

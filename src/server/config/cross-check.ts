// Checks options against each other.
import { english } from "../../base/english.ts";
import { knownSenders, knownSources, titlesAreApart } from "./application-checks.ts";
import { channelsFit } from "./channels.ts";
import type { Check } from "./check.ts";
import { entries } from "./check.ts";
import { databaseProblems } from "./database.ts";
import { backchannelsFit, openIdClientsFit } from "./openid.ts";
import { redisProblems } from "./redis.ts";
import { relaysFit } from "./relay.ts";
import { capCoversOne, joinsBySaidSms, noSimulatedSms, requireSms, requireSmsSecret } from "./sms-checks.ts";
import {
  hasOnlyItsOwn,
  plainTokenIsLong,
  requireAesKey,
  requireAppSecret,
  requireToken,
  testIsPlain,
  tokensAreApart,
} from "./source-checks.ts";
import { webhooksFit } from "./webhooks.ts";
import { wechatServersFit } from "./wechat-server.ts";

/**
 * Checks what the schema cannot: one option against another. It accepts options of any shape, so that its problems are
 * reported together with the schema's.
 */
export const crossCheck: Check = (options) => checks.flatMap((check) => check(options));

const requireSecret: Check = ({ secret }) =>
  secret === undefined
    ? [
        {
          path: "secret",
          message: english`is missing. Set SAOMA_SECRET to the output of \`openssl rand -base64 48\`, and keep it.`,
        },
      ]
    : [];

const noTwins =
  (list: "sources" | "applications", key: "appid" | "id" | "default"): Check =>
  (options) => {
    const seen = new Map<unknown, number>();
    return entries(options[list]).flatMap(({ option, index }) => {
      const value = option[key];
      const first = seen.get(value);
      if (first === undefined) seen.set(value, index);
      if (value === undefined || first === undefined) return [];
      return [
        { path: `${list}[${index}].${key}`, message: english`is that of ${list}[${first}] too. Remove one of them.` },
      ];
    });
  };

/** If every address is a trusted proxy, clients can write any address into the header. */
const notEverybody: Check = ({ trustedProxies }) =>
  (Array.isArray(trustedProxies) ? trustedProxies : []).flatMap((range: unknown, index) =>
    typeof range === "string" && range.endsWith("/0")
      ? [
          {
            path: `trustedProxies[${index}]`,
            message: english`must not be everybody. Name the addresses of your proxies.`,
          },
        ]
      : [],
  );

const checks: readonly Check[] = [
  requireSecret,
  databaseProblems,
  redisProblems,
  requireToken,
  requireAesKey,
  requireAppSecret,
  testIsPlain,
  plainTokenIsLong,
  tokensAreApart,
  hasOnlyItsOwn,
  noTwins("sources", "appid"),
  noTwins("applications", "id"),
  noTwins("applications", "default"),
  knownSources,
  channelsFit,
  knownSenders,
  notEverybody,
  requireSms,
  joinsBySaidSms,
  requireSmsSecret,
  capCoversOne,
  noSimulatedSms,
  titlesAreApart,
  wechatServersFit,
  openIdClientsFit,
  webhooksFit,
  relaysFit,
  backchannelsFit,
];

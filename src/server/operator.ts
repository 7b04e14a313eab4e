// Puts the operator's listener together.
import type { AdminApp } from "../admin/app.ts";
import type { ApplicationSeen, SourceSeen, WebhookSeen } from "../admin/context.ts";
import type { LettersSeen, QuotaSeen } from "../admin/metrics/gauges.ts";
import type { Meter } from "../admin/metrics/meter.ts";
import type { QuotaSource } from "../admin/metrics/quotas.ts";
import type { TokenSource } from "../admin/token-center.ts";
import type { RequestScope } from "../base/request-scope.ts";
import type { CountAborted } from "../http/aborted-bodies.ts";
import type { PushCounters } from "../http/push-probe.ts";
import type { Waiters } from "../http/waiters.ts";
import { abilitiesOf } from "../login/channels/abilities.ts";
import type { CallRecord } from "../login/channels/failed-calls.ts";
import type { Login } from "../login/login.ts";
import type { Store } from "../ports/store.ts";
import type { WechatApi } from "../wechat/index.ts";
import type { Parts } from "./assembly-parts.ts";
import type { AdminConfig } from "./config/admin.ts";
import type { Config, SourceConfig } from "./config/config.ts";
import { clientSecretVariable, wechatServerVariable } from "./config/secrets.ts";
import type { WebhookConfig } from "./config/webhooks.ts";
import type { TokenAges } from "./token-ages.ts";
import { shownUrl } from "./webhooks.ts";

/** The parts of the service that the operator's listener reads. */
export interface Watched {
  readonly meter: Meter;
  readonly tally: PushCounters;
  readonly login: Login;
  readonly store: Store;
  readonly scope: RequestScope;
  readonly waiters: Waiters;
  readonly tokens: TokenAges;
  readonly apis: ReadonlyMap<string, WechatApi>;
  readonly calls: CallRecord;
  readonly countAborted: CountAborted;
}

/** Loaded only if a listener is configured, so that other services start faster. */
export const loadMeter = async ({ admin }: Config): Promise<Meter | undefined> =>
  admin && (await import("../admin/metrics/meter.ts")).createMeter();

/** The operator's listener, put together. */
export async function createOperatorApp(
  admin: AdminConfig,
  config: Config,
  parts: Parts,
  watched: Watched,
): Promise<AdminApp> {
  const { createAdmin } = await import("../admin/app.ts");
  const { createDoctorRounds } = await import("../admin/doctor-rounds.ts");
  const { createTokenCenter } = await import("../admin/token-center.ts");
  const { createQuotas } = await import("../admin/metrics/quotas.ts");
  const { meter, login, store, scope, waiters, tokens, apis, countAborted } = watched;
  const quotas = createQuotas(
    config.sources.flatMap((source) => quotaSource(source, apis)),
    parts,
  );
  meter.gauge({
    waiting: () => waiters.count,
    outbox: async () => (await store.read.outbox(mostOfOutbox)).length,
    letters: () => lettersSeen(config, watched),
    tokens: () => tokens.ages(),
    quotas,
  });
  const { origin, key, isLoopback } = admin;
  const { doctor } = parts;
  return createAdmin({
    random: parts.random,
    log: parts.log,
    operator: login.operator,
    signIn: login.consoleSignIn,
    webhooks: config.webhooks.map(shownWebhook),
    applications: config.applications.map(shownApplication),
    sources: () => sourcesSeen(config, watched, quotas()),
    tokenCenter: createTokenCenter({ ...parts, sources: tokenSources(config, apis) }),
    now: () => store.now(),
    scope,
    meter,
    countAborted,
    isLoopback,
    ...(origin === undefined ? {} : { origin }),
    ...(key === undefined ? {} : { key }),
    ...(doctor === undefined ? {} : { doctor: createDoctorRounds(doctor, parts) }),
  });
}

/** The sources that have an access token. */
const tokenSources = ({ sources }: Config, apis: Watched["apis"]): ReadonlyMap<string, TokenSource> =>
  new Map(
    sources.flatMap(({ appid, kind, secret, tokens }) => {
      const api = apis.get(appid);
      const hasPages = kind !== "mini-program";
      return secret && api && kind !== "website" ? [[appid, { appid, tokens, hasPages, api }] as const] : [];
    }),
  );

async function sourcesSeen(
  { origin, sources }: Config,
  { tally, tokens, calls }: Watched,
  quotas: readonly QuotaSeen[],
): Promise<SourceSeen[]> {
  const ages = await tokens.ages();
  return sources.map((source) => {
    const { appid, name, kind, token, secret, ipList } = source;
    const found = ages.find(({ source }) => source === appid);
    return {
      appid,
      name,
      kind,
      pushes: tally.of(appid),
      hasToken: secret !== undefined && kind !== "website",
      quotas: quotas.filter(({ source }) => source === appid),
      abilities: abilitiesOf(source, calls),
      failures: calls.failures(appid),
      ...(token.reveal() === "" ? {} : { pushUrl: `${origin}/wechat/${appid}/push` }),
      ...(ipList === undefined ? {} : { ipList }),
      ...(found === undefined ? {} : { token: found }),
    };
  });
}

const shownApplication = (application: Config["applications"][number]): ApplicationSeen => ({
  ...application,
  variables: {
    clientSecret: clientSecretVariable(application.id),
    wechatServerToken: wechatServerVariable(application.id),
  },
});

const shownWebhook = ({ id, url, events, applications }: WebhookConfig): WebhookSeen => ({
  id,
  url: shownUrl(url),
  ...(events ? { events } : {}),
  ...(applications ? { applications } : {}),
});

async function lettersSeen({ webhooks }: Config, { login, store }: Watched): Promise<LettersSeen[]> {
  const asked = webhooks.flatMap(({ id, url }) => (["waiting", "dead"] as const).map((state) => ({ id, url, state })));
  return Promise.all(
    asked.map(async ({ id, url, state }) => {
      const { count, oldestAt } = await login.operator.letterCount(id, state);
      const oldest = oldestAt === undefined ? 0 : Math.max(0, store.now() - oldestAt) / 1000;
      return { endpoint: shownUrl(url), state, count, oldest };
    }),
  );
}

/** Letters are counted up to this many. */
const mostOfOutbox = 1_000;

/** The quotas that sign-ins use up, of sources that may query them. */
function quotaSource({ appid, kind, secret }: SourceConfig, apis: ReadonlyMap<string, WechatApi>): QuotaSource[] {
  const api = apis.get(appid);
  if (!secret || !api || !(kind in spent)) return [];
  return [{ appid, endpoints: spent[kind as keyof typeof spent], of: api.quota.of }];
}

const spent = {
  service: ["/cgi-bin/qrcode/create"],
  test: ["/cgi-bin/qrcode/create"],
  "mini-program": ["/wxa/generate_urllink"],
} as const satisfies Partial<Record<SourceConfig["kind"], readonly string[]>>;

/** Pushes are counted for `saoma doctor`, and for Prometheus if metrics are on. */
export const metered = (tally: PushCounters, meter: Meter | undefined): PushCounters =>
  meter === undefined
    ? tally
    : {
        of: tally.of,
        take(appid, now, event) {
          tally.take(appid, now, event);
          meter.pushTaken(appid, event);
        },
        refuse(appid, reason, now) {
          tally.refuse(appid, reason, now);
          meter.pushRefused(appid, reason);
        },
      };

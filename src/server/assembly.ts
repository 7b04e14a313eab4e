// Puts the service together from its configuration: stores, sources, login, HTTP and timers.
import { createMemoryLimits } from "../adapters/memory/limits.ts";
import type { Clock } from "../base/clock.ts";
import { createRequestScope } from "../base/request-scope.ts";
import { createAbortedBodies } from "../http/aborted-bodies.ts";
import { createHttp, type HttpApp } from "../http/app.ts";
import { createConnectionLimiter } from "../http/connection-limiter.ts";
import { createPushCounters } from "../http/push-probe.ts";
import { createWaiters } from "../http/waiters.ts";
import { createCallRecord } from "../login/channels/failed-calls.ts";
import type { Sms } from "../login/context.ts";
import { createLogin, type Login } from "../login/login.ts";
import { createAccessTokens } from "../login/sessions/access-token.ts";
import { createKeyRing, type KeyRing } from "../login/sessions/key-ring.ts";
import { createAttemptRecorder } from "../login/steps/attempt-log.ts";
import { observeAttempts } from "../login/steps/attempt-step.ts";
import { logEnded } from "../login/steps/ended-line.ts";
import { timeCommits } from "../login/steps/timed-commits.ts";
import type { WechatApi } from "../wechat/index.ts";
import type { Parts } from "./assembly-parts.ts";
import type { AdminConfig } from "./config/admin.ts";
import type { Config } from "./config/config.ts";
import { openDatabase } from "./database.ts";
import { instanceMarks } from "./instance-marks.ts";
import { createOpenId, type OpenId } from "./openid.ts";
import { createOperatorApp, loadMeter, metered } from "./operator.ts";
import type { OperatorListener } from "./operator-listener.ts";
import { openConfiguredRedis } from "./redis.ts";
import { createSmsSender } from "./sms-sender.ts";
import { createSockets, type Sockets } from "./sockets.ts";
import { apiOf, byAppid, hasPushes, pushSourceOf, relayOf, sourceOf } from "./sources.ts";
import { startSweeping } from "./sweep.ts";
import { createTokenAges } from "./token-ages.ts";
import { startWebhooks } from "./webhooks.ts";
import { oauthScript, widgetScript } from "./widget-script.ts";

/** The service, put together. */
export interface Assembly {
  readonly http: HttpApp;
  readonly login: Login;
  readonly sockets: Sockets;
  readonly keyRing: KeyRing;
  /** The operator's listener and its address; absent if none is configured. */
  readonly operator?: AdminConfig & OperatorListener;
  /** Present if an application is a client of the OpenID provider. */
  readonly openId?: OpenId;
  close(): Promise<void>;
}

export async function assemble(config: Config, parts: Parts): Promise<Assembly> {
  const { clock, random, log } = parts;
  const scope = createRequestScope();
  const meter = await loadMeter(config);
  const ownLimits = createMemoryLimits(clock, { maxKeys: 100_000 });
  const redis = await openConfiguredRedis(config, parts, ownLimits);
  const limits = redis?.limits ?? ownLimits;
  const database = await openDatabase(config.database, {
    clock,
    onRetry: meter?.retried,
    onWarning: (sentence) => log.warn({}, sentence),
    marks: instanceMarks(config),
    hints: redis?.hints,
  });
  const { store: opened, hints } = database;
  const tokens = createTokenAges(
    opened.wechatTokens,
    clock,
    config.sources.map(({ appid }) => appid),
  );
  const recorder = createAttemptRecorder({ scope, clock, log, write: opened.attemptLog.write });
  const calls = createCallRecord();
  const wechat = { meter, lease: database.lease, recorder, calls };
  const apis = byAppid(config.sources, (source) => apiOf(source, parts, tokens, wechat));
  const sources = byAppid(config.sources, (source) => ({
    ...sourceOf(source, apis.get(source.appid) as WechatApi),
    ...relayOf(source, parts, meter),
  }));
  const timed = meter ? timeCommits(opened, () => performance.now(), meter.commit) : opened;
  const store = observeAttempts(timed, {
    read: recorder.read,
    refused: recorder.refused,
    changed(step) {
      logEnded(log, step, scope.current());
      meter?.step(step);
      recorder.changed(step);
    },
  });
  const applications = new Map(config.applications.map((application) => [application.id, application]));
  const keyRing = createKeyRing({ store, random, key: config.secret, tokens: config.tokens });
  const { lifetime } = config.tokens;
  const made = createLogin({
    ...parts,
    store,
    accessTokens: createAccessTokens({
      keyRing,
      now: () => store.now(),
      issuer: config.origin,
      lifetime,
      applications,
    }),
    hints,
    limits,
    failureLimiter: store.limits,
    key: config.secret,
    origin: config.origin,
    ...(await smsOf(config, parts)),
    sources,
    applications,
    webhooks: config.webhooks,
    administrators: config.admin?.administrators ?? [],
    sessionLifetime: config.session.lifetime,
    freshFor: config.session.freshFor,
    changesWait: config.accountChanges.wait,
    attemptLogKept: config.attemptLog.keep,
    flushAttemptLog: recorder.flush,
    limit: config.limits,
  });
  const login = { ...made, receive: recorder.pushes(made.receive) };
  const openId = createOpenId(config, parts, { login, store });
  const countAborted = createAbortedBodies({ clock, log });
  const waiters = createWaiters();
  const waiting = {
    connectionLimiter: createConnectionLimiter(),
    waiters,
    waitingPerAddress: config.limits.waitingPerAddress,
  };
  const tally = metered(createPushCounters(clock.now()), meter);
  const http = createHttp({
    ...waiting,
    login,
    clock,
    random,
    log,
    scope,
    origin: config.origin,
    closing: parts.closing,
    pushes: byAppid(config.sources.filter(hasPushes), pushSourceOf),
    publishedKeys: () => publishedBy(keyRing, openId?.keyRing),
    openId: openId !== undefined,
    widget: widgetScript(),
    oauthScript: oauthScript(),
    mpVerify: config.mpVerify,
    now: () => store.now(),
    tally,
    limits,
    countAborted,
    check: onceASecond(clock, () => store.check()),
  });
  const { admin } = config;
  const watched = meter && { meter, tally, login, store, scope, waiters, tokens, apis, calls, countAborted };
  const operator = admin &&
    watched && {
      app: await createOperatorApp(admin, config, parts, watched),
      trustedProxies: config.trustedProxies,
      ...admin,
    };
  const stopSweeping = startSweeping(login, parts);
  const { webhooks: endpoints } = config;
  const stopWebhooks = startWebhooks({
    endpoints,
    letters: login.webhookLetters,
    clock,
    log,
    onTry: meter?.webhookTried,
  });
  return {
    http,
    login,
    keyRing,
    ...(operator ? { operator } : {}),
    ...(openId ? { openId } : {}),
    sockets: createSockets({ ...waiting, login, clock, log, origin: config.origin, closing: parts.closing }),
    async close() {
      stopSweeping();
      openId?.stop();
      redis?.close();
      stopWebhooks();
      await recorder.flush();
      await database.close();
    },
  };
}

async function publishedBy(...rings: readonly (KeyRing | undefined)[]): Promise<object> {
  const sets = await Promise.all(rings.map((ring) => ring?.published()));
  return { keys: sets.flatMap((set) => set?.keys ?? []) };
}

/** Money as a whole number of ten thousandths, because sums of fractions drift. */
const tenThousandths = (money: number): number => Math.round(money * 10_000);

async function smsOf({ sms }: Config, { smsSender, clock, fetch }: Parts): Promise<{ sms?: Sms }> {
  if (!sms) return {};
  const prices = Object.fromEntries(Object.entries(sms.prices).map(([code, price]) => [code, tenThousandths(price)]));
  const sender = smsSender ?? (await createSmsSender(sms, { clock, fetch }));
  const { join, notice } = sms.templates;
  return {
    sms: {
      ...(join === undefined ? {} : { joinTemplate: join }),
      ...(notice === undefined ? {} : { noticeTemplate: notice }),
      sender,
      prices,
      dailyCap: tenThousandths(sms.dailyCap),
      limits: sms.limits,
    },
  };
}

/** Returns the result of the last second again: the endpoint is public, and each check writes. */
function onceASecond(clock: Clock, check: () => Promise<void>): () => Promise<void> {
  let last: { at: number; found: Promise<void> } | undefined;
  return () => {
    if (!last || clock.now() - last.at >= 1_000) last = { at: clock.now(), found: check() };
    return last.found;
  };
}

// Puts the service together from its configuration: stores, sources, login, HTTP and timers.
import { createMemoryLimits } from "../adapters/memory/limits.ts";
import type { Meter } from "../admin/metrics/meter.ts";
import type { Clock } from "../base/clock.ts";
import { createRequestScope } from "../base/request-scope.ts";
import { Secret } from "../base/secret.ts";
import { createAbortedBodies } from "../http/aborted-bodies.ts";
import { createHttp, type HttpApp } from "../http/app.ts";
import { createConnectionLimiter } from "../http/connection-limiter.ts";
import type { PushSource } from "../http/context.ts";
import { createPushCounters } from "../http/push-probe.ts";
import { createWaiters } from "../http/waiters.ts";
import { type CallRecord, createCallRecord } from "../login/channels/failed-calls.ts";
import type { MiniProgram, MiniProgramCode, Sms, Source } from "../login/context.ts";
import { createLogin, type Login } from "../login/login.ts";
import { createAccessTokens } from "../login/sessions/access-token.ts";
import { createKeyRing, type KeyRing } from "../login/sessions/key-ring.ts";
import { type AttemptRecorder, createAttemptRecorder } from "../login/steps/attempt-log.ts";
import { observeAttempts } from "../login/steps/attempt-step.ts";
import { logEnded } from "../login/steps/ended-line.ts";
import { timeCommits } from "../login/steps/timed-commits.ts";
import { createWechatApi, type TokenLease, type TokenStore, type WechatApi, type WechatCall } from "../wechat/index.ts";
import type { Parts } from "./assembly-parts.ts";
import { addressList } from "./client-address.ts";
import type { AdminConfig } from "./config/admin.ts";
import type { Config, SourceConfig } from "./config/config.ts";
import { openDatabase } from "./database.ts";
import { instanceMarks } from "./instance-marks.ts";
import { createOpenId, type OpenId } from "./openid.ts";
import { createOperatorApp, loadMeter, metered } from "./operator.ts";
import type { OperatorListener } from "./operator-listener.ts";
import { openConfiguredRedis } from "./redis.ts";
import { createRelay, type RelayOutcome } from "./relay.ts";
import { createSmsSender } from "./sms-sender.ts";
import { createSockets, type Sockets } from "./sockets.ts";
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
  const recorder = createAttemptRecorder({ scope, clock, log });
  const calls = createCallRecord();
  const wechat = { meter, lease: database.lease, recorder, calls };
  const apis = byAppid(config.sources, (source) => apiOf(source, parts, tokens, wechat));
  const sources = byAppid(config.sources, (source) => ({
    ...sourceOf(source, apis.get(source.appid) as WechatApi),
    ...relayOf(source, parts, meter),
  }));
  const timed = meter ? timeCommits(opened, () => performance.now(), meter.commit) : opened;
  const store = observeAttempts(recorder.observe(timed), (step) => {
    logEnded(log, step, scope.current());
    meter?.step(step);
    recorder.step(step);
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
  const stopSweeping = sweepNowAndThen(login, parts);
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

/** Without a Token, WeChat's pushes could not be verified. */
const hasPushes = ({ token }: SourceConfig): boolean => token.reveal() !== "";

const byAppid = <T>(sources: readonly SourceConfig[], make: (source: SourceConfig) => T): Map<string, T> =>
  new Map(sources.map((source) => [source.appid, make(source)]));

interface WechatParts {
  readonly meter: Meter | undefined;
  readonly lease: TokenLease | undefined;
  readonly recorder: AttemptRecorder;
  readonly calls: CallRecord;
}

function apiOf(
  source: SourceConfig,
  { fetch, clock }: Parts,
  store: TokenStore,
  { meter, lease, recorder, calls }: WechatParts,
): WechatApi {
  const { appid, origins, secret = new Secret(""), tokens } = source;
  const onCall = (call: WechatCall) => {
    meter?.wechatCalled(appid, call);
    recorder.called(call);
    calls.note(appid, call, clock.now());
  };
  return createWechatApi({
    tokens,
    fetch,
    clock,
    store,
    appid,
    secret,
    origins,
    onCall,
    ...(lease && { lease }),
  });
}

function sourceOf(source: SourceConfig, api: WechatApi): Source {
  const { appid, kind, name, unfollow, replies, qr, codeKeywords, platform, inWechat, scope, code } = source;
  return {
    appid,
    kind,
    name,
    unfollow,
    replies,
    codeKeywords,
    ...(qr === undefined ? {} : { qr }),
    inWechat,
    scope,
    ...(platform === undefined ? {} : { platform }),
    ...(source.secret && hasFollowers(kind) ? { canWrite: true as const } : {}),
    ...(platform !== undefined && source.secret && hasFollowers(kind) ? { userInfo: api.user.info } : {}),
    ...(code === undefined ? {} : { miniProgram: miniProgramOf(api, code) }),
    api,
  };
}

const hasFollowers = (kind: SourceConfig["kind"]): boolean => kind !== "mini-program" && kind !== "website";

const miniProgramOf = (
  { wxacode, miniProgram: { login, phoneNumber }, link }: WechatApi,
  code: MiniProgramCode,
): MiniProgram => ({ wxacode, login, phoneNumber, code, link: link.url });

function relayOf(source: SourceConfig, parts: Parts, meter: Meter | undefined): Pick<Source, "relay"> {
  const { relay, appid } = source;
  const onAsked = meter && ((outcome: RelayOutcome, ms: number) => meter.pushRelayed(appid, outcome, ms));
  return relay ? { relay: createRelay(pushSourceOf(source).keys, relay, { ...parts, onAsked }) } : {};
}

function pushSourceOf({ appid, token, aesKey, mode, format, ipList }: SourceConfig): PushSource {
  const keys = { appid, token, mode, ...(aesKey ? { aesKey } : {}), ...(format ? { format } : {}) };
  if (!ipList) return { keys };
  const listed = addressList(ipList);
  return { keys, allows: (address) => address !== undefined && listed(address) };
}

const sweepEvery = 60_000;

function sweepNowAndThen(login: Login, { clock, log, closing }: Parts): () => void {
  const sweep = async () => {
    try {
      await login.sendLeftOver();
      await login.expireOverdue();
      await login.carryOutDue();
      // Runs before the attempts that it counts are deleted.
      await login.rollUp();
      const rows = await login.sweep();
      if (rows > 0) log.debug({ rows }, "deleted expired rows");
    } catch (error) {
      log.warn({ err: error }, "could not delete expired rows; will retry");
    }
    if (!closing.aborted) cancel = clock.after(sweepEvery, sweep);
  };
  login.sendLeftOver().catch((error: unknown) => log.warn({ err: error }, "could not read the outbox; will retry"));
  let cancel = clock.after(sweepEvery, sweep);
  return () => cancel();
}

/** Returns the result of the last second again: the endpoint is public, and each check writes. */
function onceASecond(clock: Clock, check: () => Promise<void>): () => Promise<void> {
  let last: { at: number; found: Promise<void> } | undefined;
  return () => {
    if (!last || clock.now() - last.at >= 1_000) last = { at: clock.now(), found: check() };
    return last.found;
  };
}

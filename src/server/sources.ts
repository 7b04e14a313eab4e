// Makes the sources of the configuration: their calls to WeChat, the keys of their pushes and their backends.
import type { Meter } from "../admin/metrics/meter.ts";
import { Secret } from "../base/secret.ts";
import type { PushSource } from "../http/context.ts";
import type { CallRecord } from "../login/channels/failed-calls.ts";
import type { MiniProgram, MiniProgramCode, Source } from "../login/context.ts";
import type { AttemptRecorder } from "../login/steps/attempt-log.ts";
import { createWechatApi, type TokenLease, type TokenStore, type WechatApi, type WechatCall } from "../wechat/index.ts";
import type { Parts } from "./assembly-parts.ts";
import { addressList } from "./client-address.ts";
import type { SourceConfig } from "./config/config.ts";
import { createRelay, type RelayOutcome } from "./relay.ts";

/** Without a Token, WeChat's pushes could not be verified. */
export const hasPushes = ({ token }: SourceConfig): boolean => token.reveal() !== "";

export const byAppid = <T>(sources: readonly SourceConfig[], make: (source: SourceConfig) => T): Map<string, T> =>
  new Map(sources.map((source) => [source.appid, make(source)]));

interface WechatParts {
  readonly meter: Meter | undefined;
  readonly lease: TokenLease | undefined;
  readonly recorder: AttemptRecorder;
  readonly calls: CallRecord;
}

export function apiOf(
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

export function sourceOf(source: SourceConfig, api: WechatApi): Source {
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

export function relayOf(source: SourceConfig, parts: Parts, meter: Meter | undefined): Pick<Source, "relay"> {
  const { relay, appid } = source;
  const onAsked = meter && ((outcome: RelayOutcome, ms: number) => meter.pushRelayed(appid, outcome, ms));
  return relay ? { relay: createRelay(pushSourceOf(source).keys, relay, { ...parts, onAsked }) } : {};
}

export function pushSourceOf({ appid, token, aesKey, mode, format, ipList }: SourceConfig): PushSource {
  const keys = { appid, token, mode, ...(aesKey ? { aesKey } : {}), ...(format ? { format } : {}) };
  if (!ipList) return { keys };
  const listed = addressList(ipList);
  return { keys, allows: (address) => address !== undefined && listed(address) };
}

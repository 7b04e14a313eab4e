// Checks a source at WeChat: its AppSecret, IP list and abilities.
import { english } from "../../base/english.ts";
import { troubleOf } from "../../login/channels/wechat-trouble.ts";
import { addressList } from "../../server/client-address.ts";
import type { SourceConfig } from "../../server/config/config.ts";
import { createWechatApi, isCodeRefused, type WechatApi, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import { checkAbilities } from "./check-abilities.ts";
import { checkClock, timed } from "./check-clock.ts";
import { checkLoginPage } from "./check-login-page.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, type FindingId, found } from "./findings.ts";

/** Checks a source by calls to WeChat: its AppSecret, the IP list, the clock, and its abilities. */
export async function checkWechat(context: DoctorContext, source: SourceConfig): Promise<Finding[]> {
  const { appid, secret, origins, kind } = source;
  if (!secret) return [found("wechat.none", { appid })];
  const line = timed(context);
  const api = createWechatApi({ fetch: line.fetch, clock: context.clock, appid, secret, origins });
  const refusal = await (kind === "website" ? codeRefusal(api) : tokenRefusal(api));
  const clock = checkClock(line.offsets());
  if (refusal) return [wechatFault(appid, refusal), ...clock];
  const rest =
    kind === "website"
      ? [checkLoginPage(context, source)]
      : [checkAbilities(context, source, api), checkConsole(context, source, api), checkTokens(source, api)];
  return [found("wechat.good", { appid }), ...clock, ...(await Promise.all(rest)).flat()];
}

async function tokenRefusal(api: WechatApi): Promise<unknown> {
  return api.token().then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Exchanges an invalid code for a 网站应用, which has no token: WeChat checks appid and secret before the code. */
async function codeRefusal(api: WechatApi): Promise<unknown> {
  const error = await api.oauth.exchange("saoma-doctor").catch((error: unknown) => error);
  const isCode = error instanceof WechatError && isCodeRefused(error.errcode);
  return isCode ? undefined : error;
}

const ids: ReadonlyMap<number, FindingId> = new Map([
  [40164, "wechat.address"],
  [40001, "wechat.secret"],
  [40125, "wechat.secret"],
  [40243, "wechat.secret"],
  [40013, "wechat.appid"],
]);

function wechatFault(appid: string, error: unknown): Finding {
  const trouble = troubleOf(error);
  if (!trouble) throw error;
  const id = error instanceof WechatError ? (ids.get(error.errcode) ?? "wechat.refused") : "wechat.unreachable";
  return found(id, { appid, ...trouble });
}

/**
 * Checks what WeChat knows about the server URL: whether there is one, whether its host resolves, and from which
 * addresses pushes come.
 */
async function checkConsole({ config }: DoctorContext, source: SourceConfig, { base }: WechatApi): Promise<Finding[]> {
  const { appid, token, ipList } = source;
  if (token.reveal() === "") return [];
  const url = `${config.origin}/wechat/${appid}/push`;
  const looked = await base.checkCallback({ action: "dns" }).catch(quiet);
  const missing =
    looked instanceof WechatError && looked.errcode === 40201 ? [found("callback.none", { appid, url })] : [];
  const lost = looked && "dns" in looked && looked.dns.length === 0 ? [found("callback.dns", { appid })] : [];
  if (!ipList) return [...missing, ...lost];
  const listed = addressList(ipList);
  const pushing = await base.callbackIps().catch(() => []);
  const unlisted = pushing.filter((range) => !listed(range.split("/")[0]));
  const gap = unlisted.length > 0 ? [found("addresses.missing", { appid, addresses: some(unlisted) })] : [];
  return [...missing, ...lost, ...gap];
}

/** Saoma never fetches the classic token of a source that uses the stable one, so any such fetch is by other software. */
async function checkTokens({ appid, tokens }: SourceConfig, { quota }: WechatApi): Promise<Finding[]> {
  if (tokens === "classic") return [found("token.classic", { appid })];
  const classic = await quota.of("/cgi-bin/token").catch(quiet);
  const used = classic && "daily" in classic ? classic.daily.used : 0;
  return used > 0 ? [found("token.elsewhere", { appid, count: used })] : [];
}

const some = (list: readonly string[]): string =>
  list.length > 5 ? english`${list.slice(0, 5).join(", ")} and ${list.length - 5} more` : list.join(", ");

/** Not every account may make this call; then there is no finding. */
function quiet(error: unknown): WechatError | undefined {
  if (error instanceof WechatError) return error;
  if (error instanceof WechatUnreachable) return undefined;
  throw error;
}

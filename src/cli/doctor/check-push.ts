// Checks the server URL by a push that is signed as WeChat would.
import type { ProbeReport } from "../../http/push-probe.ts";
import { addressList } from "../../server/client-address.ts";
import type { SourceConfig } from "../../server/config/config.ts";
import { maxPushBytes } from "../../wechat/index.ts";
import { checkTally } from "./check-push-counters.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";
import type { ExchangeAnswer, ExchangeFailure } from "./http-exchange.ts";
import { echoQuery, keysOf, probePush, readReport } from "./probe.ts";

const window = 300_000;

/** An address without a host (RFC 5737), to see which address arrives. */
const strangers = "203.0.113.77";

/** Tries a source's server URL as WeChat does: the console's check, and a push without effect. */
export async function checkPush(context: DoctorContext, source: SourceConfig): Promise<Finding[]> {
  const url = `${context.config.origin}/wechat/${source.appid}/push`;
  const { query, echostr } = echoQuery(keysOf(source), context);
  const echo = await context.exchange(`${url}?${query}`);
  const wrong = echoFault(source, echo, echostr, url);
  return wrong ? [wrong] : push(context, source, url);
}

function echoFault(
  source: SourceConfig,
  echo: ExchangeAnswer | ExchangeFailure,
  echostr: string,
  url: string,
): Finding | undefined {
  const { appid, ipList } = source;
  if ("why" in echo) return found("origin.unreachable", { origin: url, why: echo.why });
  const { status, headers, body } = echo;
  if (status >= 300 && status < 400)
    return found("push.redirected", { url, location: String(headers.location ?? "nowhere") });
  if (status === 403 && ipList) return found("push.listed", { appid });
  if (status === 403) return found("push.refused", { appid });
  if (status !== 200) return found("push.status", { url, status });
  return body === echostr ? undefined : found("push.echo", { url });
}

async function push(context: DoctorContext, source: SourceConfig, url: string): Promise<Finding[]> {
  const keys = keysOf(source);
  const { query, body } = probePush(keys, context);
  const answer = await context.exchange(`${url}?${query}`, {
    method: "POST",
    body,
    headers: { "x-forwarded-for": strangers },
  });
  if ("why" in answer) return [found("origin.unreachable", { origin: url, why: answer.why })];
  if (answer.status !== 200) return [await pushFault(context, source, url, answer)];
  const report = readReport(keys, answer.body);
  if (!report) return [found("push.reply", { url })];
  const { appid, mode } = source;
  return [
    found("push.good", { appid, mode, ms: answer.ms }),
    ...checkProxy(context, report),
    ...checkTally(source, url, report),
  ];
}

/** Finds out why the push is refused: the time, a changed body, or the keys. */
async function pushFault(
  { clock, exchange }: DoctorContext,
  { appid, mode }: SourceConfig,
  url: string,
  answer: ExchangeAnswer,
): Promise<Finding> {
  if (answer.status !== 403) return found("push.status", { url, status: answer.status });
  const off = Date.parse(String(answer.headers.date)) - clock.now();
  if (Math.abs(off) > window) return found("push.stale", { seconds: Math.round(Math.abs(off) / 1000) });
  // A body that is too large is refused with its own error before anything is checked, if it arrives.
  const large = await exchange(url, { method: "POST", body: "x".repeat(maxPushBytes(mode) + 1) });
  return "status" in large && large.status === 413 ? found("push.key", { appid }) : found("push.body", { url });
}

/** Checks that the visitor's address arrives, and that a forged one is not accepted. */
function checkProxy({ config: { origin } }: DoctorContext, { address = "", forwardedFor }: ProbeReport): Finding[] {
  // Without TLS there is no proxy: the request comes from this machine.
  if (!origin.startsWith("https:")) return [];
  if (forwardedFor === undefined) return [found("proxy.silent", { address })];
  const entries = forwardedFor.split(",").map((entry) => entry.trim());
  if (entries.length === 1 && entries[0] === strangers) return [found("proxy.spoofed")];
  const isSeen = addressList(entries.filter((entry) => /^[\d.]+$|:/.test(entry) && !entry.includes("]")));
  return [isSeen(address) ? found("proxy.good") : found("proxy.untrusted", { address })];
}

// The simulated calls that make links to mini-programs.
import { ok } from "../answer.ts";
import { type Call, type Endpoint, type Fields, isFields, isGiven, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { limitsOf, over } from "../quota/limits.ts";
import type { MiniLink } from "./links.ts";
import type { EnvVersion } from "./minicodes.ts";

const day = 86_400;
const perDay = { day: 500_000 };
const queryCharacters = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]{0,1024}$/;

/** https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/url-link/api_generateurllink.html */
export const linkEndpoints: readonly Endpoint[] = [
  {
    path: "/wxa/generate_urllink",
    method: "POST",
    kind: "mini-program",
    limits: false,
    act(call) {
      const { url } = created(call, "link", call.body);
      return { ...ok, url_link: url };
    },
  },
  {
    path: "/wxa/generatescheme",
    method: "POST",
    kind: "mini-program",
    limits: false,
    act(call) {
      const { url } = created(call, "scheme", isFields(call.body.jump_wxa) ? call.body.jump_wxa : {});
      return { ...ok, openlink: url };
    },
  },
  {
    path: "/wxa/query_urllink",
    method: "POST",
    kind: "mini-program",
    act: (call) => queried(call, "link", call.body.url_link, "url_link_info"),
  },
  {
    path: "/wxa/queryscheme",
    method: "POST",
    kind: "mini-program",
    act: (call) => queried(call, "scheme", call.body.scheme, "scheme_info"),
  },
];

function created(call: Call, kind: MiniLink["kind"], target: Fields): MiniLink {
  const { sim, account, body } = call;
  const { appid } = account;
  checkMay(call, kind);
  const link = { kind, appid, ...targetOf(call, target), expiresAt: expiryOf(body, sim.clock.seconds()) };
  // Links and schemes are counted together.
  over(sim.quota, `${appid} links`, "second", 100, 44990);
  over(sim.quota, `${appid} links`, "day", limitsOf(sim, "/wxa/generate_urllink", perDay).day, 44993);
  return sim.miniLinks.create(link, kind === "link" ? `${sim.settings.urlLinks}/` : "weixin://dl/business/?t=");
}

/**
 * Checks that the account may make links: not if its owner is a person, if it is banned, or if its links were opened
 * too often today.
 */
function checkMay({ sim, account }: Call, kind: MiniLink["kind"]): void {
  if (!account.abilities.includes("link")) throw new WechatFailure(kind === "link" ? 40002 : 85407);
  if (account.banned) throw new WechatFailure(kind === "link" ? 40013 : 85408);
  if (account.pages.length === 0) throw new WechatFailure(85079);
  if (visitsLeft(sim, account.appid) === 0) throw new WechatFailure(85406);
}

const visitsLeft = ({ quota, settings }: Call["sim"], appid: string): number =>
  Math.max(0, settings.linkVisitsPerDay - quota.used(`${appid} link visits`, "day"));

function targetOf({ account, body }: Call, target: Fields): { path: string; query: string; envVersion: EnvVersion } {
  // No account of this world has cloud development.
  if (isGiven(body.cloud_base)) throw new WechatFailure(85088);
  const path = textOf(target.path).replace(/^\//, "");
  if (path !== "" && !account.pages.includes(path)) throw new WechatFailure(40165);
  const query = textOf(target.query);
  if (!queryCharacters.test(query)) throw new WechatFailure(40212);
  const { env_version: envVersion = "release" } = target;
  if (envVersion !== "release" && envVersion !== "trial" && envVersion !== "develop") throw new WechatFailure(85402);
  return { path, query, envVersion };
}

/** When a link expires: from 1 minute to 30 days from now. Default: 30 days. */
function expiryOf(
  { expire_type: type = 0, expire_time: time, expire_interval: interval }: Fields,
  now: number,
): number {
  if (type === 1) {
    if (typeof interval !== "number" || !Number.isInteger(interval) || interval < 1 || interval > 30)
      throw new WechatFailure(85401);
    return now + interval * day;
  }
  if (type !== 0) throw new WechatFailure(40097);
  if (time === undefined || time === 0) return now + 30 * day;
  if (typeof time !== "number" || !Number.isInteger(time)) throw new WechatFailure(85401);
  if (time < now + 60 || time > now + 30 * day) throw new WechatFailure(85401);
  return time;
}

function queried({ sim, account, body }: Call, kind: MiniLink["kind"], url: unknown, name: string): object {
  const { appid } = account;
  if (body.query_type === 1) return { ...ok, quota_info: { remain_visit_quota: visitsLeft(sim, appid) } };
  const link = sim.miniLinks.byUrl(textOf(url));
  if (link === undefined || link.kind !== kind || link.appid !== appid) throw new WechatFailure(85403);
  const { path, query, createdAt, expiresAt, envVersion } = link;
  const times = { create_time: createdAt, expire_time: expiresAt };
  return { ...ok, [name]: { appid, path, query, ...times, env_version: envVersion } };
}

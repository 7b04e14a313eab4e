// The simulated calls about quotas.
import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import { ok } from "../answer.ts";
import { mayCall } from "../call.ts";
import { type Asked, type Call, type Endpoint, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { accountOf, checkSecret } from "../token/credentials.ts";
import { countedAs, limitsOf, over } from "./limits.ts";

const accountResets = 10;
const pathResets = 50;

/**
 * The calls about quotas and past requests
 * (https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getapiquota.html). `find` returns the endpoint
 * of a path.
 */
export const quotaEndpoints = (find: (path: string) => Endpoint | undefined): readonly Endpoint[] => [
  {
    path: "/cgi-bin/clear_quota",
    method: "POST",
    limits: false,
    act({ sim, account, body }) {
      if (body.appid !== account.appid) throw new WechatFailure(40013);
      return reset(sim, account);
    },
  },
  {
    path: "/cgi-bin/clear_quota/v2",
    method: "POST",
    // WeChat's page shows the credentials in the body in its table, and in the query in its example.
    caller: callerBySecret,
    mayBeEmpty: true,
    limits: false,
    act: ({ sim, account }) => reset(sim, account),
  },
  { path: "/cgi-bin/openapi/quota/get", method: "POST", act: (call) => quotaOf(call, find) },
  {
    path: "/cgi-bin/openapi/quota/clear",
    method: "POST",
    act({ sim, account, body }) {
      const { path } = known(account, body.cgi_path, find);
      over(sim.quota, `${account.appid} path resets`, "month", pathResets, 48006);
      sim.quota.clear(`${countedAs(account, path)} `);
      return ok;
    },
  },
  { path: "/cgi-bin/openapi/rid/get", method: "POST", act: ridInfo },
];

function callerBySecret(sim: Simulation, { body, query }: Asked): Account {
  const account = accountOf(sim, body.appid ?? query.get("appid"));
  checkSecret(account, body.appsecret ?? query.get("appsecret"));
  return account;
}

/** Resets every count except those of the token calls, which only a third-party platform can reset. */
function reset(sim: Simulation, account: Account): object {
  over(sim.quota, `${account.appid} resets`, "month", accountResets, 48006);
  sim.quota.clear(`${account.appid} /`, (key) => /^\S+ \/cgi-bin\/(stable_)?token /.test(key));
  return ok;
}

function quotaOf({ sim, account, body }: Call, find: (path: string) => Endpoint | undefined): object {
  const { path, limits: own } = known(account, body.cgi_path, find);
  const { day, minute } = limitsOf(sim, path, own === false ? {} : own);
  const used = sim.quota.used(countedAs(account, path), "day");
  const perMinute = minute === undefined ? {} : { rate_limit: { call_count: minute, refresh_second: 60 } };
  return { ...ok, quota: { daily_limit: day, used, remain: Math.max(0, day - used) }, ...perMinute };
}

/** The endpoint of `cgi_path`, if this account may call it. Throws 76021 or 76022 (also for every `/sns` call). */
function known(account: Account, path: unknown, find: (path: string) => Endpoint | undefined): Endpoint {
  const text = textOf(path);
  if (text.startsWith("/sns/")) throw new WechatFailure(76022);
  const endpoint = find(text);
  if (endpoint === undefined) throw new WechatFailure(76021);
  if (!mayCall(endpoint, account)) throw new WechatFailure(76022);
  return endpoint;
}

function ridInfo({ sim, account, body }: Call): object {
  const rid = textOf(body.rid);
  if (!/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/.test(rid)) throw new WechatFailure(76002);
  // The first group of a request id is its time, so that an id that was dropped can be recognized as too old.
  if (sim.clock.seconds() - Number.parseInt(rid.slice(0, 8), 16) > 7 * 86_400) throw new WechatFailure(76004);
  const refusal = sim.refusedCalls.get(rid);
  if (refusal === undefined) throw new WechatFailure(76001);
  if (refusal.path.startsWith("/sns/")) throw new WechatFailure(76022);
  if (refusal.appid !== account.appid) throw new WechatFailure(76003);
  const { at, ms, query, body: sent, answer, ip } = refusal;
  const request = { invoke_time: at, cost_in_ms: ms, request_url: query, request_body: sent };
  return { ...ok, request: { ...request, response_body: answer, client_ip: ip } };
}

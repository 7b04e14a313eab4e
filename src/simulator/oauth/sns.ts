// The simulated `/sns` calls of OAuth.
import { answer } from "../api/answer.ts";
import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import { snsFailure } from "./failure.ts";
import { accessSeconds, type Grant, type Issued } from "./grants.ts";
import { oauthUserOf } from "./oauth-user.ts";

type Asked = Record<string, string>;

const sns = (body: object): Response => answer(body, "/sns/");

/** `GET /sns/oauth2/access_token`: exchanges a code for tokens and the openid. */
export function exchange(sim: Simulation, asked: Asked): Response {
  const account = authenticated(sim, asked);
  if (asked.grant_type !== "authorization_code") throw snsFailure(40002);
  if (!asked.code) throw snsFailure(41008);
  limit(sim, `exchange ${account.appid}`, account.kind === "website" ? 10_000 : 50_000);
  const issued = sim.oauth.grants.exchange(account.appid, asked.code);
  const { grant } = issued;
  const { unionId } = oauthUserOf(sim, grant);
  return sns({
    ...tokens(sim, issued),
    ...(seesUnionId(sim, grant) && unionId !== undefined ? { unionid: unionId } : {}),
    ...(grant.isSnapshot ? { is_snapshotuser: 1 } : {}),
  });
}

/** `GET /sns/oauth2/refresh_token`: extends the token, or issues a new one. It needs no secret. */
export function refresh(sim: Simulation, asked: Asked): Response {
  const { appid } = known(sim, asked.appid);
  if (asked.grant_type !== "refresh_token") throw snsFailure(40002);
  if (!asked.refresh_token) throw snsFailure(41003);
  limit(sim, `refresh ${appid}`, 50_000);
  return sns(tokens(sim, sim.oauth.grants.refresh(appid, asked.refresh_token)));
}

/** `GET /sns/auth`: whether the token is valid for this openid. */
export function auth(sim: Simulation, asked: Asked): Response {
  allowed(sim, asked);
  return sns({ errcode: 0, errmsg: "ok" });
}

/** `GET /sns/userinfo`: name and picture; gender and place have been empty since 2021-10-20. */
export function userinfo(sim: Simulation, asked: Asked, origin: string): Response {
  const grant = allowed(sim, asked);
  limit(sim, `userinfo ${grant.appid}`, 50_000);
  if (grant.scope === "snsapi_base") throw snsFailure(48001);
  const { openId, unionId, nickname, avatar } = oauthUserOf(sim, grant);
  return sns({
    openid: openId,
    nickname,
    sex: 0,
    language: "",
    city: "",
    province: "",
    country: "",
    headimgurl: avatar(origin),
    privilege: [],
    ...(unionId === undefined ? {} : { unionid: unionId }),
  });
}

function tokens(sim: Simulation, { accessToken, refreshToken, grant }: Issued): object {
  return {
    access_token: accessToken,
    expires_in: accessSeconds,
    refresh_token: refreshToken,
    openid: oauthUserOf(sim, grant).openId,
    scope: grant.scope,
  };
}

const seesUnionId = ({ settings }: Simulation, { scope }: Grant): boolean =>
  scope !== "snsapi_base" || settings.unionIdInBase;

function allowed(sim: Simulation, asked: Asked): Grant {
  if (!asked.access_token) throw snsFailure(41001);
  const grant = sim.oauth.grants.grantOf(asked.access_token);
  if (!asked.openid) throw snsFailure(41009);
  if (asked.openid !== oauthUserOf(sim, grant).openId) throw snsFailure(40003);
  return grant;
}

function authenticated(sim: Simulation, { appid, secret }: Asked): Account {
  const account = known(sim, appid);
  if (!secret) throw snsFailure(41004);
  if (secret !== account.secret) throw snsFailure(40125);
  return account;
}

/** The account of an appid, if it can use OAuth: accounts that people follow, and 网站应用. */
function known(sim: Simulation, appid: string | undefined): Account {
  if (!appid) throw snsFailure(41002);
  const account = sim.accounts.get(appid);
  if (account === undefined || (!isFollowable(account) && account.kind !== "website")) throw snsFailure(40013);
  return account;
}

function limit(sim: Simulation, what: string, perMinute: number): void {
  if (sim.oauth.quota.hit(what, "minute") > perMinute) throw snsFailure(45011);
}

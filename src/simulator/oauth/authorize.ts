import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { mayReturnTo, returningTo } from "./callback.ts";
import type { Scope } from "./grants.ts";

/** A visit of `/connect/oauth2/authorize`: its parameters, the person, and where the link was. */
export interface Visit {
  readonly person: Person;
  readonly parameters: URLSearchParams;
  /** The appid of the chat or menu the link was in. */
  readonly cameFrom?: string | undefined;
  /** Whether the person left the snapshot page for the full service. */
  readonly wantsAll?: boolean | undefined;
}

/** The error of an authorize page: WeChat's number, if there is one, and its text. */
export interface PageError {
  readonly code?: number;
  readonly text: string;
}

/** The result of a visit: an error page, a redirect (to a snapshot page or not), or a question to the person. */
export type Authorization =
  | { kind: "error"; error: PageError }
  | { kind: "redirect"; url: string; isSnapshot: boolean }
  | { kind: "consent"; account: Account };

/** Decides a visit, and issues a code if the person need not be asked. */
export function authorize(sim: Simulation, visit: Visit): Authorization {
  const checked = check(sim, visit);
  if ("text" in checked) return { kind: "error", error: checked };
  const { account, scope } = checked;
  if (scope === "snsapi_base") return redirect(sim, visit, account, scope, false);
  if (isSnapshot(sim, visit)) return redirect(sim, visit, account, scope, true);
  return isSilent(sim, visit, account) ? redirect(sim, visit, account, scope, false) : { kind: "consent", account };
}

/** The redirect with a code, after the person agreed. */
export function agreed(sim: Simulation, visit: Visit, account: Account): string {
  sim.oauth.consents.add(consentKey(visit.person, account));
  return redirect(sim, visit, account, "snsapi_userinfo", false).url;
}

function redirect(
  sim: Simulation,
  { person, parameters }: Visit,
  { appid }: Account,
  scope: Scope,
  isSnapshot: boolean,
) {
  const code = sim.oauth.grants.code({ appid, person: person.name, scope, isSnapshot });
  const url = returningTo(parameters.get("redirect_uri") ?? "", { code, state: parameters.get("state") ?? "" });
  return { kind: "redirect" as const, url, isSnapshot };
}

/** WeChat's numbers of the errors of an authorize page, as found in many repositories. */
const texts: Readonly<Record<number, string>> = {
  10003: "redirect_uri 域名与后台配置不一致",
  10004: "该公众号已被封禁",
  10005: "该公众号没有这些 scope 的权限",
  10006: "必须关注此测试号",
  10009: "操作太频繁了，请稍后重试",
  10010: "scope 不能为空",
  10011: "redirect_uri 不能为空",
  10012: "appid 不能为空",
  10013: "state 不能为空，且只能是字母和数字，最多 128 个",
  10015: "公众号未授权第三方平台",
  10016: "不支持使用开放平台的 appid，请使用公众号的 appid",
};

const failed = (code: number): PageError => ({ code, text: texts[code] ?? "请求失败" });

type Checked = PageError | { account: Account; scope: "snsapi_base" | "snsapi_userinfo" };

/** Checks a visit in WeChat's order. A fault comes first. */
function check(sim: Simulation, visit: Visit): Checked {
  const { person, parameters } = visit;
  const fault = sim.faults.take("/connect/oauth2/authorize", ["errcode"]);
  if (fault !== undefined) return failed(fault.errcode);
  const [appid, redirectUri, scope] = ["appid", "redirect_uri", "scope"].map((name) => parameters.get(name) ?? "");
  if (!appid) return failed(10012);
  const account = sim.accounts.get(appid);
  if (account === undefined) return { text: "appid 参数错误" };
  if (account.kind === "website") return failed(10016);
  if (account.banned) return failed(10004);
  if (!scope) return failed(10010);
  if (!mayUse(account) || !isScope(scope)) return failed(10005);
  if (!redirectUri) return failed(10011);
  if (!mayReturnTo(account, redirectUri)) return failed(10003);
  if (parameters.has("component_appid")) return failed(10015);
  if (sim.settings.strictState && !/^[A-Za-z0-9]{1,128}$/.test(parameters.get("state") ?? "")) return failed(10013);
  if (account.kind === "test" && !person.follows.has(appid)) return failed(10006);
  return isTooFrequent(sim, person, account) ? failed(10009) : { account, scope };
}

const isScope = (scope: string): scope is "snsapi_base" | "snsapi_userinfo" =>
  scope === "snsapi_base" || scope === "snsapi_userinfo";

const mayUse = (account: Account): boolean => isFollowable(account) && account.abilities.includes("oauth");

function isTooFrequent({ settings, oauth }: Simulation, person: Person, { appid }: Account): boolean {
  const count = oauth.quota.hit(`authorize ${appid} ${person.name}`, "minute");
  return settings.authorizePerMinute !== null && count > settings.authorizePerMinute;
}

function isSnapshot({ settings }: Simulation, { parameters, wantsAll }: Visit): boolean {
  if (wantsAll === true || settings.snapshot === "never") return false;
  return settings.snapshot === "always" || parameters.get("forceSnapShot") === "true";
}

/**
 * Whether the person is not asked: followers who come from the account's chat or menu are never asked, and people who
 * agreed before only if `forcePopup` is set.
 */
function isSilent({ settings, oauth }: Simulation, visit: Visit, account: Account): boolean {
  const { person, cameFrom, parameters } = visit;
  if (cameFrom === account.appid && person.follows.has(account.appid)) return true;
  const isForced = parameters.get("forcePopup") === "true";
  return settings.consentRemembered && !isForced && oauth.consents.has(consentKey(person, account));
}

const consentKey = (person: Person, { appid }: Account): string => `${person.name} ${appid}`;

import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { mayReturnTo, returningTo } from "./callback.ts";
import type { Scope } from "./grants.ts";

/** What `/connect/oauth2/authorize` was asked, by whom, and how they came there. */
export interface Visit {
  readonly person: Person;
  readonly parameters: URLSearchParams;
  /** The appid of the chat or menu the link was in. */
  readonly cameFrom?: string | undefined;
  /** Whether the person left the snapshot page for the full service. */
  readonly wantsAll?: boolean | undefined;
}

/** An authorize page that would not go on: WeChat's number where it has one, and its words. */
export interface PageError {
  readonly code?: number;
  readonly text: string;
}

/** What becomes of a visit: an error page, a redirect (on a snapshot page or not), or a question to the person. */
export type Authorization =
  | { kind: "error"; error: PageError }
  | { kind: "redirect"; url: string; isSnapshot: boolean }
  | { kind: "consent"; account: Account };

/** Decides a visit, and gives a code where nothing has to be asked. */
export function authorize(sim: Simulation, visit: Visit): Authorization {
  const checked = check(sim, visit);
  if ("text" in checked) return { kind: "error", error: checked };
  const { account, scope } = checked;
  if (scope === "snsapi_base") return redirect(sim, visit, account, scope, false);
  if (isSnapshot(sim, visit)) return redirect(sim, visit, account, scope, true);
  return isSilent(sim, visit, account) ? redirect(sim, visit, account, scope, false) : { kind: "consent", account };
}

/** The person agreed: the redirect with its code. */
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

/** The visible text and WeChat's number for what is wrong, in the order in which it looks. */
function check(
  sim: Simulation,
  visit: Visit,
): PageError | { account: Account; scope: "snsapi_base" | "snsapi_userinfo" } {
  const { person, parameters } = visit;
  const [appid, redirectUri, scope] = ["appid", "redirect_uri", "scope"].map((name) => parameters.get(name) ?? "");
  if (!appid) return { code: 10012, text: "appid 不能为空" };
  const account = sim.accounts.get(appid);
  if (account === undefined) return { text: "appid 参数错误" };
  if (account.kind === "website") return { code: 10016, text: "不支持使用开放平台的 appid，请使用公众号的 appid" };
  if (account.banned) return { code: 10004, text: "该公众号已被封禁" };
  if (!scope) return { code: 10010, text: "scope 不能为空" };
  if (!mayUse(account) || !isScope(scope)) return { code: 10005, text: "该公众号没有这些 scope 的权限" };
  if (!redirectUri) return { code: 10011, text: "redirect_uri 不能为空" };
  if (!mayReturnTo(account, redirectUri)) return { code: 10003, text: "redirect_uri 域名与后台配置不一致" };
  if (parameters.has("component_appid")) return { code: 10015, text: "公众号未授权第三方平台" };
  if (sim.settings.strictState && !/^[A-Za-z0-9]{1,128}$/.test(parameters.get("state") ?? ""))
    return { code: 10013, text: "state 不能为空，且只能是字母和数字，最多 128 个" };
  if (account.kind === "test" && !person.follows.has(appid)) return { code: 10006, text: "必须关注此测试号" };
  return isTooFrequent(sim, person, account) ? { code: 10009, text: "操作太频繁了，请稍后重试" } : { account, scope };
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

/** A follower who comes from the account's chat or menu is never asked; who agreed before, unless it is forced. */
function isSilent({ settings, oauth }: Simulation, visit: Visit, account: Account): boolean {
  const { person, cameFrom, parameters } = visit;
  if (cameFrom === account.appid && person.follows.has(account.appid)) return true;
  const isForced = parameters.get("forcePopup") === "true";
  return settings.consentRemembered && !isForced && oauth.consents.has(consentKey(person, account));
}

const consentKey = (person: Person, { appid }: Account): string => `${person.name} ${appid}`;

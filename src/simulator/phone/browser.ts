import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { jsSdkPage, jsSdkPath } from "../jssdk/page.ts";
import { agreed, authorize, type Visit } from "../oauth/authorize.ts";
import { errorPage, expiredPage } from "../oauth/pages.ts";
import { scanLogin } from "../people/login.ts";
import type { BrowserView, Hop, Opening, Page } from "../people/opening.ts";
import { readAtMost } from "../push/read.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";
import { ask } from "./phones.ts";
import { userAgentOf } from "./user-agent.ts";

const maxHops = 20;
const maxPage = 512 * 1024;
const patience = 15_000;

interface Trip {
  readonly sim: Simulation;
  readonly person: Person;
  readonly opening: Opening;
  readonly chain: Hop[];
  isSnapshot: boolean;
}

/** Opens a page in WeChat's browser on this person's phone, through every redirect. */
export async function open(sim: Simulation, person: Person, opening: Opening): Promise<BrowserView> {
  if (!URL.canParse(opening.url) || !/^https?:/.test(opening.url))
    throw new Refused(400, "url must be an http:// or https:// URL");
  return go({ sim, person, opening, chain: [], isSnapshot: false }, opening.url, opening.form);
}

async function go(trip: Trip, first: string, form?: Record<string, string>): Promise<BrowserView> {
  let request: Asked = { url: new URL(first), form };
  while (trip.chain.length < maxHops) {
    const { pathname } = request.url;
    // Whatever host they are asked under: WeChat's pages are answered by WeChat.
    if (pathname === "/connect/oauth2/authorize") {
      const next = authorizing(trip, request.url);
      if (!(next instanceof URL)) return next;
      request = { url: next };
      continue;
    }
    if (pathname === "/connect/confirm") return confirming(trip, request.url);
    if (pathname === jsSdkPath) return signatureChecked(trip, request.url);
    const answer = await asked(trip, request);
    if ("outcome" in answer) return answer;
    const next = redirected(request, answer);
    if (next === undefined) return arrived(trip, request.url, answer);
    request = next;
  }
  return shown(trip, { outcome: "unreachable", url: request.url.href, reason: `more than ${maxHops} redirects` });
}

interface Asked {
  url: URL;
  form?: Record<string, string> | undefined;
}

async function asked(trip: Trip, { url, form }: Asked): Promise<Response | BrowserView> {
  const { sim, person, chain } = trip;
  const { cookies, page } = sim.phones.of(person.name);
  const cookie = cookies.header(url);
  const headers: Record<string, string> = {
    "user-agent": userAgentOf(person),
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
    "accept-language": "zh-CN,zh;q=0.9",
    ...(cookie === undefined ? {} : { cookie }),
  };
  const init: RequestInit = { method: "GET", headers, redirect: "manual" };
  if (form !== undefined) {
    headers["content-type"] = "application/x-www-form-urlencoded";
    headers.origin = new URL(page?.view.url ?? url.href).origin;
    Object.assign(init, { method: "POST", body: new URLSearchParams(form).toString() });
  }
  try {
    const response = await withDeadline(sim.clock, patience, (signal) => sim.send(url.href, { ...init, signal }));
    chain.push({ url: url.href, status: response.status });
    cookies.store(url, response.headers.getSetCookie());
    return response;
  } catch (error) {
    const reason = error instanceof DeadlineExceeded ? "no answer within 15 s" : String(error);
    return shown(trip, { outcome: "unreachable", url: url.href, reason });
  }
}

function redirected({ url, form }: Asked, response: Response): Asked | undefined {
  const location = response.headers.get("location");
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  if (!URL.canParse(location, url.href)) return undefined;
  const keeps = response.status >= 307;
  return { url: new URL(location, url), form: keeps ? form : undefined };
}

async function arrived(trip: Trip, url: URL, response: Response): Promise<BrowserView> {
  const type = response.headers.get("content-type") ?? "";
  const body = await readAtMost(response, maxPage).catch(() => new Uint8Array());
  return shown(trip, { outcome: "page", url: url.href, status: response.status, type, body });
}

/** The authorize page: another address to go to, or what the phone shows. */
function authorizing(trip: Trip, url: URL): URL | Promise<BrowserView> {
  const { sim, person, opening, chain } = trip;
  const { searchParams: parameters } = url;
  const visit: Visit = { person, parameters, cameFrom: opening.from, wantsAll: opening.full };
  const authorization = authorize(sim, visit);
  chain.push({ url: url.href, status: authorization.kind === "redirect" ? 302 : 200 });
  if (authorization.kind === "redirect") {
    trip.isSnapshot ||= authorization.isSnapshot;
    return new URL(authorization.url);
  }
  if (authorization.kind === "error") return wechatPage(trip, url, errorPage(authorization.error), authorization.error);
  const { account } = authorization;
  ask(sim.phones.of(person.name), {
    kind: "userinfo",
    account,
    answer: async (allowed) => {
      const result = { kind: "userinfo" as const, appid: account.appid, allowed };
      if (!allowed) return result;
      return { ...result, page: await go(trip, agreed(sim, visit, account)) };
    },
  });
  return Promise.resolve(view(trip, { outcome: "consent", url: url.href, status: 200, title: account.name }));
}

/** A website's QR that was scanned: the question stands on the phone. */
function confirming(trip: Trip, url: URL): Promise<BrowserView> | BrowserView {
  const { sim, person, chain } = trip;
  chain.push({ url: url.href, status: 200 });
  const account = scanLogin(sim, person, url.searchParams.get("uuid") ?? "");
  const error = { text: "二维码已失效" };
  if (account === undefined) return wechatPage(trip, url, expiredPage("请刷新网页，再扫一次。"), error);
  return view(trip, { outcome: "consent", url: url.href, status: 200, title: account.name });
}

/** The page that checks a page's signature, which has an answer and asks for nobody. */
async function signatureChecked(trip: Trip, url: URL): Promise<BrowserView> {
  trip.chain.push({ url: url.href, status: 200 });
  const body = new Uint8Array(await jsSdkPage(trip.sim, url.searchParams).arrayBuffer());
  return shown(trip, { outcome: "page", url: url.href, status: 200, type: "text/html; charset=utf-8", body });
}

async function wechatPage(trip: Trip, url: URL, page: Response, error: BrowserView["error"]): Promise<BrowserView> {
  const body = new Uint8Array(await page.arrayBuffer());
  const facts = { outcome: "error" as const, url: url.href, status: 200, type: "text/html; charset=utf-8", body };
  return shown(trip, { ...facts, ...(error ? { error } : {}) });
}

type Facts = Partial<BrowserView> & Pick<BrowserView, "outcome" | "url">;

const view = ({ chain, isSnapshot }: Trip, facts: Facts): BrowserView => ({
  status: 0,
  title: "",
  text: "",
  chain: [...chain],
  isSnapshot,
  ...facts,
});

/** Leaves the page open on the phone. */
function shown(trip: Trip, { type = "", body = new Uint8Array(), ...facts }: Facts & Partial<Page>): BrowserView {
  const text = /^(text\/|application\/(json|xhtml))/.test(type) ? Buffer.from(body).toString() : "";
  const seen = view(trip, { text, title: titleOf(text), ...facts });
  const phone = trip.sim.phones.of(trip.person.name);
  phone.page = { id: ++phone.pages, view: seen, type, body };
  return seen;
}

const titleOf = (html: string): string => /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? "";

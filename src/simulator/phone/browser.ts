// WeChat's browser on a phone.
import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { jsSdkPage, jsSdkPath } from "../jssdk/page.ts";
import { agreed, authorize, type Visit } from "../oauth/authorize.ts";
import { errorPage, expiredPage } from "../oauth/pages.ts";
import type { BrowserView, Page, PageRequest, Redirect } from "../people/browser-view.ts";
import { scanLogin } from "../people/login.ts";
import { readAnswer } from "../push/read.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";
import { ask } from "./phones.ts";
import { userAgentOf } from "./user-agent.ts";

const maxRedirects = 20;
const maxPage = 512 * 1024;
const timeoutMs = 15_000;

interface Navigation {
  readonly sim: Simulation;
  readonly person: Person;
  readonly request: PageRequest;
  readonly chain: Redirect[];
  isSnapshot: boolean;
}

/** Opens a page in WeChat's browser on this person's phone, through every redirect. */
export async function openPage(sim: Simulation, person: Person, request: PageRequest): Promise<BrowserView> {
  if (!URL.canParse(request.url) || !/^https?:/.test(request.url))
    throw new Refused(400, "url must be an http:// or https:// URL");
  return navigate({ sim, person, request, chain: [], isSnapshot: false }, request.url, request.form);
}

async function navigate(navigation: Navigation, first: string, form?: Record<string, string>): Promise<BrowserView> {
  let request: NavigationStep = { url: new URL(first), form };
  while (navigation.chain.length < maxRedirects) {
    const { pathname } = request.url;
    // WeChat's pages are served by the simulator under any host.
    if (pathname === "/connect/oauth2/authorize") {
      const next = openAuthorize(navigation, request.url);
      if (!(next instanceof URL)) return next;
      request = { url: next };
      continue;
    }
    if (pathname === "/connect/confirm") return openConfirm(navigation, request.url);
    if (pathname === jsSdkPath) return openSignatureCheck(navigation, request.url);
    const answer = await fetchStep(navigation, request);
    if ("outcome" in answer) return answer;
    const next = redirectOf(request, answer);
    if (next === undefined) return finish(navigation, request.url, answer);
    request = next;
  }
  return showPage(navigation, {
    outcome: "unreachable",
    url: request.url.href,
    reason: `more than ${maxRedirects} redirects`,
  });
}

const acceptLanguages: Readonly<Record<Person["language"], string>> = {
  "zh-CN": "zh-CN,zh;q=0.9",
  en: "en-US,en;q=0.9",
};

interface NavigationStep {
  url: URL;
  form?: Record<string, string> | undefined;
}

async function fetchStep(navigation: Navigation, { url, form }: NavigationStep): Promise<Response | BrowserView> {
  const { sim, person, chain } = navigation;
  const { cookies, page } = sim.phones.of(person.name);
  const cookie = cookies.header(url);
  const headers: Record<string, string> = {
    "user-agent": userAgentOf(person),
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
    "accept-language": acceptLanguages[person.language],
    ...(cookie === undefined ? {} : { cookie }),
  };
  const init: RequestInit = { method: "GET", headers, redirect: "manual" };
  if (form !== undefined) {
    headers["content-type"] = "application/x-www-form-urlencoded";
    headers.origin = new URL(page?.view.url ?? url.href).origin;
    Object.assign(init, { method: "POST", body: new URLSearchParams(form).toString() });
  }
  try {
    const response = await withDeadline(sim.clock, timeoutMs, (signal) => sim.send(url.href, { ...init, signal }));
    chain.push({ url: url.href, status: response.status });
    cookies.store(url, response.headers.getSetCookie());
    return response;
  } catch (error) {
    const reason = error instanceof DeadlineExceeded ? "no answer within 15 s" : String(error);
    return showPage(navigation, { outcome: "unreachable", url: url.href, reason });
  }
}

function redirectOf({ url, form }: NavigationStep, response: Response): NavigationStep | undefined {
  const location = response.headers.get("location");
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  if (!URL.canParse(location, url.href)) return undefined;
  const keeps = response.status >= 307;
  return { url: new URL(location, url), form: keeps ? form : undefined };
}

async function finish(navigation: Navigation, url: URL, response: Response): Promise<BrowserView> {
  const type = response.headers.get("content-type") ?? "";
  const body = await readAnswer(response, maxPage).catch(() => new Uint8Array());
  return showPage(navigation, { outcome: "page", url: url.href, status: response.status, type, body });
}

/** Opens the authorize page. Returns the next address, or the view of the phone. */
function openAuthorize(navigation: Navigation, url: URL): URL | Promise<BrowserView> {
  const { sim, person, request, chain } = navigation;
  const { searchParams: parameters } = url;
  const visit: Visit = { person, parameters, cameFrom: request.from, wantsAll: request.full };
  const authorization = authorize(sim, visit);
  chain.push({ url: url.href, status: authorization.kind === "redirect" ? 302 : 200 });
  if (authorization.kind === "redirect") {
    navigation.isSnapshot ||= authorization.isSnapshot;
    return new URL(authorization.url);
  }
  if (authorization.kind === "error")
    return wechatPage(navigation, url, errorPage(authorization.error), authorization.error);
  const { account } = authorization;
  ask(sim.phones.of(person.name), {
    kind: "userinfo",
    account,
    answer: async (allowed) => {
      const result = { kind: "userinfo" as const, appid: account.appid, allowed };
      if (!allowed) return result;
      return { ...result, page: await navigate(navigation, agreed(sim, visit, account)) };
    },
  });
  return Promise.resolve(view(navigation, { outcome: "consent", url: url.href, status: 200, title: account.name }));
}

/** Opens the page behind a website's QR that was scanned: the phone asks the person. */
function openConfirm(navigation: Navigation, url: URL): Promise<BrowserView> | BrowserView {
  const { sim, person, chain } = navigation;
  chain.push({ url: url.href, status: 200 });
  const account = scanLogin(sim, person, url.searchParams.get("uuid") ?? "");
  const error = { text: "二维码已失效" };
  if (account === undefined) return wechatPage(navigation, url, expiredPage("请刷新网页，再扫一次。"), error);
  return view(navigation, { outcome: "consent", url: url.href, status: 200, title: account.name });
}

/** Opens the page that checks a page's signature, which asks nothing. */
async function openSignatureCheck(navigation: Navigation, url: URL): Promise<BrowserView> {
  navigation.chain.push({ url: url.href, status: 200 });
  const body = new Uint8Array(await jsSdkPage(navigation.sim, url.searchParams).arrayBuffer());
  return showPage(navigation, { outcome: "page", url: url.href, status: 200, type: "text/html; charset=utf-8", body });
}

async function wechatPage(
  navigation: Navigation,
  url: URL,
  page: Response,
  error: BrowserView["error"],
): Promise<BrowserView> {
  const body = new Uint8Array(await page.arrayBuffer());
  const facts = { outcome: "error" as const, url: url.href, status: 200, type: "text/html; charset=utf-8", body };
  return showPage(navigation, { ...facts, ...(error ? { error } : {}) });
}

type Facts = Partial<BrowserView> & Pick<BrowserView, "outcome" | "url">;

const view = ({ chain, isSnapshot }: Navigation, facts: Facts): BrowserView => ({
  status: 0,
  title: "",
  text: "",
  chain: [...chain],
  isSnapshot,
  ...facts,
});

/** Shows the page on the phone. */
function showPage(
  navigation: Navigation,
  { type = "", body = new Uint8Array(), ...facts }: Facts & Partial<Page>,
): BrowserView {
  const text = /^(text\/|application\/(json|xhtml))/.test(type) ? Buffer.from(body).toString() : "";
  const seen = view(navigation, { text, title: titleOf(text), ...facts });
  const phone = navigation.sim.phones.of(navigation.person.name);
  phone.page = { id: ++phone.pages, view: seen, type, body };
  return seen;
}

const titleOf = (html: string): string => /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? "";

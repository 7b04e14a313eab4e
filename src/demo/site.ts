import type { IncomingMessage, ServerResponse } from "node:http";
import { preferredLanguage } from "../domain/language.ts";
import type { Saoma } from "../server/saoma.ts";
import { type DemoAccounts, demoAssets, demoPage, demoPolicy, miniProgramPage, miniProgramPolicy } from "./index.ts";
import { createInside } from "./inside-wechat.ts";

/** The options of the demo site: the service and the simulator that it runs with. */
export interface DemoSite {
  readonly saoma: Pick<Saoma, "node" | "session" | "fetch">;
  /** The address that `saoma dev` prints. */
  readonly origin: string;
  readonly phoneUrl: string;
  readonly accounts: DemoAccounts;
}

/** The path of the mini-program's page for the simulator's phones. */
export const miniProgramPath = "/mini-program-page";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A response: a page or a file, with its content security policy. */
interface Sent {
  readonly body: string;
  readonly contentType?: string;
  readonly policy?: string;
}

/** Creates the handler: the demo site at `/`, its files, and the service for all other paths. */
export function createDemoSite(site: DemoSite): Handler {
  const { saoma, origin, phoneUrl } = site;
  const assets = new Map<string, Sent>(demoAssets().map((asset) => [asset.path, asset]));
  const inside = createInside(site);
  const policies = { page: demoPolicy(phoneUrl), miniProgram: miniProgramPolicy(origin, phoneUrl) };

  const page = async (request: IncomingMessage, url: URL): Promise<Sent> => {
    const session = (await saoma.session(request)) ?? null;
    const facts = { language: languageOf(request, url), method: url.searchParams.get("way"), session };
    return { body: demoPage({ ...site, ...facts }) };
  };

  const find = async (request: IncomingMessage, url: URL): Promise<Sent | undefined> => {
    if (url.pathname === "/") return page(request, url);
    if (url.pathname === miniProgramPath)
      return {
        body: miniProgramPage(url.searchParams.get("language") === "en" ? "en" : "zh-CN"),
        policy: policies.miniProgram,
      };
    return assets.get(url.pathname);
  };

  return async (request, response) => {
    const url = new URL(pathOf(request), origin);
    if (isLocalhost(request)) return void response.writeHead(307, { location: url.href }).end();
    const visit = { path: url.pathname, language: languageOf(request, url) };
    if (inside.has(visit.path)) return inside.answer(request, response, visit);
    const sent = isRead(request) ? await find(request, url) : undefined;
    if (!sent) return saoma.node(request, response);
    response.writeHead(200, headersOf({ policy: policies.page, ...sent }));
    response.end(request.method === "HEAD" ? undefined : sent.body);
  };
}

/** `frame-ancestors` in the policy replaces the less exact `X-Frame-Options`. */
const headersOf = ({ contentType = "text/html; charset=utf-8", policy = "" }: Omit<Sent, "body">) => ({
  "content-type": contentType,
  "content-security-policy": policy,
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

const isRead = ({ method }: IncomingMessage): boolean => method === "GET" || method === "HEAD";

/** Cookies and origins distinguish `localhost` from `127.0.0.1`, and the phone's page frames only the latter. */
const isLocalhost = ({ headers }: IncomingMessage): boolean => /^localhost(:\d+)?$/i.test(headers.host ?? "");

/** The path and query of a request. If the request line has an absolute URL, its host is ignored. */
function pathOf({ url = "/" }: IncomingMessage): string {
  const { pathname, search } = URL.parse(url, "http://demo.invalid/") ?? new URL("http://demo.invalid/");
  return pathname.replace(/^\/+/, "/") + search;
}

const languageOf = ({ headers }: IncomingMessage, url: URL) => {
  const asked = url.searchParams.get("lang");
  return asked === "zh-CN" || asked === "en" ? asked : preferredLanguage(headers["accept-language"]);
};

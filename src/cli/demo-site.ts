import type { IncomingMessage, ServerResponse } from "node:http";
import { preferredLanguage } from "../domain/language.ts";
import type { Saoma } from "../server/saoma.ts";
import { demoAssets, demoPage, demoPolicy } from "./demo/index.ts";

/** What the demo site is put beside. */
export interface DemoSite {
  readonly saoma: Pick<Saoma, "node" | "session">;
  /** The printed address. */
  readonly origin: string;
  readonly phoneUrl: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The demo site at `/`, its files, and the service for all the rest. */
export function createDemoSite({ saoma, origin, phoneUrl }: DemoSite): Handler {
  const assets = new Map(demoAssets().map((asset) => [asset.path, asset]));
  const headers = { ...fixed, "content-security-policy": demoPolicy(phoneUrl) };

  const page = async (request: IncomingMessage, url: URL): Promise<string> => {
    const cookie = request.headers.cookie;
    const session = await saoma.session(new Request(origin, cookie === undefined ? {} : { headers: { cookie } }));
    return demoPage({ language: languageOf(request, url), phoneUrl, session: session ?? null });
  };

  return async (request, response) => {
    const url = new URL(pathOf(request), origin);
    if (isLocalhost(request)) return void response.writeHead(307, { location: url.href }).end();
    const asset = assets.get(url.pathname);
    if (!isRead(request) || (!asset && url.pathname !== "/")) return saoma.node(request, response);
    const body = asset?.body ?? (await page(request, url));
    response.writeHead(200, { ...headers, "content-type": asset?.contentType ?? "text/html; charset=utf-8" });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}

const fixed = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const isRead = ({ method }: IncomingMessage): boolean => method === "GET" || method === "HEAD";

/** Cookies and origins know one name of this machine only, and the phone's page frames that one. */
const isLocalhost = ({ headers }: IncomingMessage): boolean => /^localhost(:\d+)?$/i.test(headers.host ?? "");

/** The path and query, also where the request names a whole address; never a host of the client's choice. */
function pathOf({ url = "/" }: IncomingMessage): string {
  const { pathname, search } = URL.parse(url, "http://demo.invalid/") ?? new URL("http://demo.invalid/");
  return pathname.replace(/^\/+/, "/") + search;
}

const languageOf = ({ headers }: IncomingMessage, url: URL) => {
  const asked = url.searchParams.get("lang");
  return asked === "zh-CN" || asked === "en" ? asked : preferredLanguage(headers["accept-language"]);
};

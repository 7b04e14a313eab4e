import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Language } from "../domain/language.ts";
import type { Saoma } from "../server/saoma.ts";
import { insidePage } from "./index.ts";

/**
 * The shop inside WeChat, `/inside`. It signs in by forms, as `<saoma-login>` does by script, for browsers without
 * scripts.
 */
export interface Inside {
  has(path: string): boolean;
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    visit: { path: string; language: Language },
  ): Promise<void>;
}

interface Parts {
  readonly saoma: Pick<Saoma, "fetch" | "session">;
  readonly origin: string;
}

interface Answer {
  readonly location: string;
  readonly cookies: readonly string[];
}

type Call = (method: string, path: string, body?: object) => Promise<Response>;

const attempt = { application: "demo", channel: "in-wechat" };

export function createInside({ saoma, origin }: Parts): Inside {
  const back = `${origin}/inside/back`;
  const forms: Readonly<Record<string, (call: Call) => Promise<Answer>>> = {
    "POST /inside/sign-in": async (call) => {
      const started = await call("POST", "/v1/attempts", { ...attempt, returnTo: back });
      const { link } = (await started.json()) as { link?: string };
      return { location: link ?? "/inside", cookies: started.headers.getSetCookie() };
    },
    // After the redirect from WeChat this browser's attempt is granted, and starting returns that attempt.
    "GET /inside/back": async (call) => {
      const found = (await (await call("POST", "/v1/attempts", { ...attempt, returnTo: back })).json()) as {
        id?: string;
      };
      const redeemed = await call("POST", `/v1/attempts/${found.id}/redeem`, {});
      return { location: "/inside", cookies: redeemed.headers.getSetCookie() };
    },
    "POST /inside/sign-out": async (call) => {
      const ended = await call("DELETE", "/v1/session");
      return { location: "/inside", cookies: ended.headers.getSetCookie() };
    },
  };

  return {
    has: (path) => path === "/inside" || path.startsWith("/inside/"),
    async answer({ method = "GET", headers, socket }, response, { path, language }) {
      const form = forms[`${method} ${path}`];
      // Only the site's own page may post.
      if (method === "POST" && headers.origin !== origin) return void response.writeHead(403).end();
      if (form) {
        const { location, cookies } = await form(callAs(saoma, { origin, headers, address: socket.remoteAddress }));
        return void response
          .writeHead(303, { location, "set-cookie": [...cookies], "cache-control": "no-store" })
          .end();
      }
      const session = await saoma.session({ headers });
      // Each has an address of its own: the page beside the phone knows by it how far somebody is.
      const own = session ? "/inside/member" : "/inside";
      if (["/inside", "/inside/member"].includes(path) && path !== own)
        return void response.writeHead(303, { location: own, "cache-control": "no-store" }).end();
      const type = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
      response.writeHead(path === own ? 200 : 404, type).end(insidePage(language, session));
    },
  };
}

interface Visitor {
  readonly origin: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string | undefined;
}

/** Calls `/v1` with the visitor's own cookies, user agent and address. */
const callAs =
  (saoma: Pick<Saoma, "fetch">, { origin, headers: own, address }: Visitor): Call =>
  (method, path, body) => {
    const { cookie, "user-agent": agent, ...rest } = own;
    const given = { origin, cookie, "user-agent": agent, "accept-language": rest["accept-language"] };
    const headers = new Headers({ "content-type": "application/json" });
    for (const [name, value] of Object.entries(given)) if (value !== undefined) headers.set(name, value);
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return saoma.fetch(new Request(origin + path, init), address === undefined ? {} : { address });
  };

import type { Saoma } from "../../src/server/saoma.ts";

/** A browser without a window: it keeps cookies and sends the headers of a browser. */
export interface Browser {
  readonly cookies: Map<string, string>;
  request(method: string, path: string, options?: BrowserOptions): Promise<Response>;
}

export interface BrowserOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly signal?: AbortSignal;
}

const macChrome =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/** A browser on the service's own pages. A header whose value is null is not sent. */
export function createBrowser(saoma: Pick<Saoma, "fetch">, origin: string, address = "203.0.113.7"): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async request(method, path, { body, headers = {}, signal } = {}) {
      const own = { origin, "user-agent": macChrome, "accept-language": "zh-CN", "content-type": "application/json" };
      const sent = new Headers();
      for (const [name, value] of Object.entries({ ...own, ...headers })) if (value !== null) sent.set(name, value);
      if (cookies.size > 0) sent.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
      const init = { method, headers: sent, ...(signal ? { signal } : {}) };
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const request = new Request(origin + path, body === undefined ? init : { ...init, body: text });
      const response = await saoma.fetch(request, { address });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      return response;
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const [name = "", value = ""] = pair.split("=");
  if (attributes.includes("Max-Age=0")) cookies.delete(name);
  else cookies.set(name, value);
}

/** A service that is mounted in this process. */
export interface Mounted {
  fetch(request: Request, env?: { readonly address?: string }): Promise<Response>;
}

/** A browser that has nothing but cookies. */
export interface TestBrowser {
  /** What it sends as `Cookie`. */
  cookie(): string;
  /** Sends JSON and reads it; rejects with the problem's sentence where the service refuses. */
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>;
}

export function openBrowser(service: Mounted, origin: string): TestBrowser {
  const cookies = new Map<string, string>();
  const address = newAddress();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    cookie,
    async call<Answer>(method: string, path: string, body?: object) {
      const headers = { origin, cookie: cookie(), "content-type": "application/json" };
      const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
      const response = await service.fetch(new Request(origin + path, init), { address });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      const answer = (await response.json()) as Answer & { title?: string; detail?: string };
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.detail ?? answer.title}`);
      return answer;
    },
  };
}

let addresses = 0;

/** Each from a network of its own (RFC 3849's), so that tests meet no limits of one address. */
export const newAddress = (): string => {
  const n = addresses++;
  return `2001:db8:${((n >> 16) & 0xffff).toString(16)}:${(n & 0xffff).toString(16)}::1`;
};

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  cookies.set(name, value);
}

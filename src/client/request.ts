import { openAbortScope } from "./abort-scope.ts";
import { broken, failureOf, unexpectedAnswer, unreachable } from "./failure.ts";
import type { Platform, SocketLike } from "./platform.ts";

/** How long a call may take, in milliseconds, unless it says otherwise. */
const defaultTimeoutMs = 15_000;

export interface CallOptions {
  readonly body?: object;
  /** Without those that are undefined. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the answer must have begun. Default 15 s. */
  readonly timeoutMs?: number;
}

export interface Requests {
  /** The answer, of 2xx or 304. Fails with `RequestFailed`, or with the signal's reason. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** A WebSocket to a path of the service; undefined where there are none. */
  socket(path: string): SocketLike | undefined;
  /** What the service's clock shows, in milliseconds; undefined until an answer's `Date` could be read. */
  serviceTime(): number | undefined;
}

/** Calls to the service at `server`, an origin, perhaps with a path; empty for the page's own. */
export function createRequests(server: string, platform: Platform): Requests {
  const base = server.replace(/\/+$/, "");
  let ahead: number | undefined;

  function readClock(response: Response): void {
    const date = Date.parse(response.headers.get("date") ?? "");
    if (date) ahead = date - platform.now();
  }

  return {
    async call(method, path, options = {}) {
      const response = await send(platform, method, `${base}${path}`, options);
      readClock(response);
      if (response.ok || response.status === 304) return response;
      throw await failureOf(response, platform.now());
    },
    socket: (path) => platform.socket(`${base}${path}`),
    serviceTime: () => (ahead === undefined ? undefined : platform.now() + ahead),
  };
}

/** An answer's JSON. What it says is believed: it is our own service's, over the same origin or CORS. */
export async function bodyOf<T extends object>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => undefined);
  if (Object(body) !== body) throw unexpectedAnswer(response.status);
  return body as T;
}

async function send(platform: Platform, method: string, url: string, options: CallOptions): Promise<Response> {
  const { body, headers, signal, timeoutMs = defaultTimeoutMs } = options;
  const scope = openAbortScope(signal);
  const cancelTimeout = platform.after(timeoutMs, () => scope.abort(unreachable()));
  try {
    return await platform.fetch(url, {
      method,
      headers: present({ accept: json, "content-type": body && json, ...headers }),
      body: body ? JSON.stringify(body) : null,
      credentials: "include",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: scope.signal,
    });
  } catch (cause) {
    throw broken(scope.signal, cause);
  } finally {
    cancelTimeout();
  }
}

const json = "application/json";

/** Without what is undefined or empty. */
export const present = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value));

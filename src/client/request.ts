import { openAbortScope } from "./abort-scope.ts";
import { broken, failureOf, unexpectedAnswer, unreachable } from "./failure.ts";
import type { Platform, SocketLike } from "./platform.ts";

/** The default of `timeoutMs`, in milliseconds. */
const defaultTimeoutMs = 15_000;

export interface CallOptions {
  readonly body?: object;
  /** The headers of the request. Undefined and empty ones are not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** The most milliseconds until the response begins. Default 15,000. */
  readonly timeoutMs?: number;
}

export interface Requests {
  /** Resolves with a response of 2xx or 304. Rejects with `RequestFailed`, or with the signal's reason. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** Opens a WebSocket to a path of the service. Returns undefined where the platform has no WebSocket. */
  socket(path: string): SocketLike | undefined;
  /** The service's time in Unix milliseconds; undefined until a response had a readable `Date` header. */
  serviceTime(): number | undefined;
}

/** Makes the requests to the service at `server`: an origin, perhaps with a path, or "" for the page's own origin. */
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

/** Parses the JSON of a response. It is not validated: it comes from our own service, by the same origin or CORS. */
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

/** The entries whose values are neither undefined nor empty. */
export const present = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value));

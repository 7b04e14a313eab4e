import type { AttemptView, StartAttempt, StartedAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import type { SocketLike } from "./platform.ts";
import { bodyOf, type CallOptions, type Requests } from "./request.ts";

/** Names an attempt of this client. */
export type AttemptHandle = Pick<StartedAttempt, "id" | "claim">;

export interface Look {
  /** Absent where nothing changed. */
  readonly view?: AttemptView;
  /** The ETag to ask with next time. */
  readonly version?: string;
}

/** Who waits. */
export interface Known {
  /**
   * When this tab was last shown, in Unix milliseconds. Of two that wait for one attempt and say so, the older one is
   * let go: `taken_over`.
   */
  tab?: number;
}

/** The calls on attempts, one for one (`POST /v1/attempts` and below). All fail with `RequestFailed`. */
export interface Attempts {
  /** A new attempt, or the pending one of this browser. */
  start(signal?: AbortSignal): Promise<StartedAttempt>;
  /** A new one in the place of `attempt`. */
  refresh(attempt: AttemptHandle, signal?: AbortSignal): Promise<StartedAttempt>;
  /** Where it stands. With `version` and `wait` (seconds, at most 30) held until it is another one. */
  look(
    attempt: AttemptHandle,
    known?: Known & { version?: string; wait?: number },
    signal?: AbortSignal,
  ): Promise<Look>;
  /** The answer whose body is the stream of its views; `after` is the last event's id. */
  events(attempt: AttemptHandle, known?: Known & { after?: string }, signal?: AbortSignal): Promise<Response>;
  /** A socket of its views; `after` is the version seen last. Undefined where there are none. */
  socket(attempt: AttemptHandle, known?: Known & { after?: string }): SocketLike | undefined;
  /** Types in a code that the chat gave; `wrong_code` where it gave no such one. */
  enterCode(attempt: AttemptHandle, text: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Sends an SMS with a code, while a phone is asked for; `wrong_phone`, `rate_limited` or `sms_unavailable`. */
  sendPhone(attempt: AttemptHandle, phone: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Types in the code of the newest SMS; `wrong_otp`, or `rate_limited` after five. */
  enterOtp(attempt: AttemptHandle, otp: string, signal?: AbortSignal): Promise<AttemptView>;
  /** The result of a granted attempt; signs this browser in. */
  redeem(attempt: AttemptHandle, signal?: AbortSignal): Promise<SessionView>;
  cancel(attempt: AttemptHandle, signal?: AbortSignal): Promise<void>;
}

export function createAttempts(requests: Requests, start: StartAttempt): Attempts {
  function call(method: string, attempt: AttemptHandle, rest: string, options: CallOptions): Promise<Response> {
    const claim: Record<string, string> = attempt.claim ? { authorization: `Claim ${attempt.claim}` } : {};
    const headers = { ...options.headers, ...claim };
    return requests.call(method, `/v1/attempts/${encodeURIComponent(attempt.id)}${rest}`, { ...options, headers });
  }

  return {
    start: async (signal) => bodyOf(await requests.call("POST", "/v1/attempts", { body: start, ...given({ signal }) })),
    refresh: async (attempt, signal) =>
      bodyOf(await call("POST", attempt, "/refresh", { body: {}, ...given({ signal }) })),
    enterCode: async (attempt, text, signal) =>
      bodyOf(await call("POST", attempt, "/code", { body: { text }, ...given({ signal }) })),
    sendPhone: async (attempt, phone, signal) =>
      bodyOf(await call("POST", attempt, "/phone", { body: { phone }, ...given({ signal }) })),
    enterOtp: async (attempt, otp, signal) =>
      bodyOf(await call("POST", attempt, "/phone", { body: { otp }, ...given({ signal }) })),
    redeem: async (attempt, signal) =>
      bodyOf(await call("POST", attempt, "/redeem", { body: {}, ...given({ signal }) })),
    async look(attempt, { version, wait, tab } = {}, signal) {
      const headers = given({ "if-none-match": version, prefer: wait ? `wait=${wait}` : undefined });
      const within = 10_000 + (wait ?? 0) * 1000;
      const response = await call("GET", attempt, queryOf({ tab }), { headers, within, ...given({ signal }) });
      const seen = given({ version: response.headers.get("etag") ?? undefined });
      return response.status === 304 ? seen : { view: await bodyOf<AttemptView>(response), ...seen };
    },
    events(attempt, { after, tab } = {}, signal) {
      const headers = { accept: "text/event-stream", ...given({ "last-event-id": after }) };
      return call("GET", attempt, `/events${queryOf({ tab })}`, { headers, ...given({ signal }) });
    },
    socket: ({ id }, { after, tab } = {}) =>
      requests.socket(`/v1/attempts/${encodeURIComponent(id)}/socket${queryOf({ after, tab })}`),
    async cancel(attempt, signal) {
      await call("DELETE", attempt, "", given({ signal }));
    },
  };
}

function queryOf(entries: Record<string, string | number | undefined>): string {
  const given = Object.entries(entries).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : `?${given.map(([name, value]) => `${name}=${value}`).join("&")}`;
}

/** The entries that are there: an optional property may not hold `undefined`. */
function given<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

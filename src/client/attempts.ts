import type { AttemptView, StartAttempt, StartedAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import type { SocketLike } from "./platform.ts";
import { bodyOf, type CallOptions, present, type Requests } from "./request.ts";

/** Names an attempt of this client. */
export type AttemptHandle = Pick<StartedAttempt, "id" | "claim">;

export interface Look {
  /** Absent where nothing changed. */
  readonly view?: AttemptView | undefined;
  /** The ETag to ask with next time. */
  readonly version?: string | undefined;
}

/** Who waits, and what they know. */
export interface Known {
  /**
   * When this tab was last shown, in Unix milliseconds. Of two that wait for one attempt and say so, the older one is
   * let go: `taken_over`.
   */
  readonly tab?: number | undefined;
  /** The version seen last. */
  readonly after?: string | undefined;
}

/** The calls on attempts, one for one (`POST /v1/attempts` and below). All fail with `RequestFailed`. */
export interface Attempts {
  /** A new attempt, or the pending one of this browser. */
  start(signal?: AbortSignal): Promise<StartedAttempt>;
  /** A new one in the place of `attempt`. */
  refresh(attempt: AttemptHandle, signal?: AbortSignal): Promise<StartedAttempt>;
  /** Where it stands. With `after` and `wait` (seconds, at most 30) held until it is another one. */
  look(attempt: AttemptHandle, known?: Known & { wait?: number | undefined }, signal?: AbortSignal): Promise<Look>;
  /** The answer whose body is the stream of its views; `after` is the last event's id. */
  events(attempt: AttemptHandle, known?: Known, signal?: AbortSignal): Promise<Response>;
  /** A socket of its views; `after` is the version seen last. Undefined where there are none. */
  socket(attempt: AttemptHandle, known?: Known): SocketLike | undefined;
  /** Types in a code that the chat gave; `wrong_code` where it gave no such one. */
  enterCode(attempt: AttemptHandle, text: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Types in an invitation, before anybody answers; `wrong_invitation`, or `attempt_answered`. */
  enterInvitation(attempt: AttemptHandle, code: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Pairs the page with the WeChat that answered, by its code, or by yes; `wrong_pairing_code`. */
  pair(attempt: AttemptHandle, code?: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Sends an SMS with a code, while a phone is asked for; `wrong_phone`, `rate_limited` or `sms_unavailable`. */
  sendPhone(attempt: AttemptHandle, phone: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Types in the code of the newest SMS; `wrong_otp`, or `rate_limited` after five. */
  enterOtp(attempt: AttemptHandle, otp: string, signal?: AbortSignal): Promise<AttemptView>;
  /** The result of a granted attempt; signs this browser in. */
  redeem(attempt: AttemptHandle, signal?: AbortSignal): Promise<SessionView>;
  cancel(attempt: AttemptHandle, signal?: AbortSignal): Promise<void>;
}

export function createAttempts(requests: Requests, start: StartAttempt): Attempts {
  const pathOf = ({ id }: AttemptHandle, rest: string) => `${attempts}/${encodeURIComponent(id)}${rest}`;
  const call = (method: string, attempt: AttemptHandle, rest: string, { headers, ...options }: CallOptions) => {
    const authorization = attempt.claim && `Claim ${attempt.claim}`;
    return requests.call(method, pathOf(attempt, rest), { ...options, headers: { ...headers, authorization } });
  };
  const post = async <T extends object>(attempt: AttemptHandle, rest: string, body: object, signal?: AbortSignal) =>
    bodyOf<T>(await call("POST", attempt, rest, { body, signal }));

  return {
    start: async (signal) => bodyOf(await requests.call("POST", attempts, { body: start, signal })),
    refresh: (attempt, signal) => post(attempt, "/refresh", {}, signal),
    enterCode: (attempt, text, signal) => post(attempt, "/code", { text }, signal),
    enterInvitation: (attempt, code, signal) => post(attempt, "/invitation", { code }, signal),
    pair: (attempt, code, signal) =>
      post(attempt, "/pair", code === undefined ? { agreed: true } : { pairingCode: code }, signal),
    sendPhone: (attempt, phone, signal) => post(attempt, "/phone", { phone }, signal),
    enterOtp: (attempt, otp, signal) => post(attempt, "/phone", { otp }, signal),
    redeem: (attempt, signal) => post(attempt, "/redeem", {}, signal),
    async look(attempt, { after, tab, wait = 0 } = {}, signal) {
      const headers = { "if-none-match": after, prefer: wait ? `wait=${wait}` : "" };
      const response = await call("GET", attempt, queryOf({ tab }), {
        headers,
        timeoutMs: 10_000 + wait * 1000,
        signal,
      });
      const view = response.status === 304 ? undefined : await bodyOf<AttemptView>(response);
      return { view, version: response.headers.get("etag") ?? undefined };
    },
    events: (attempt, { after, tab } = {}, signal) =>
      call("GET", attempt, `/events${queryOf({ tab })}`, {
        headers: { accept: "text/event-stream", "last-event-id": after },
        signal,
      }),
    socket: (attempt, known = {}) => requests.socket(pathOf(attempt, `/socket${queryOf(known)}`)),
    cancel: async (attempt, signal) => void (await call("DELETE", attempt, "", { signal })),
  };
}

function queryOf(entries: object): string {
  const query = new URLSearchParams(present(entries)).toString();
  return query && `?${query}`;
}

const attempts = "/v1/attempts";

import type { AttemptView, StartAttempt, StartedAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import type { AgreedTerms } from "../wire/terms.ts";
import type { SocketLike } from "./platform.ts";
import { bodyOf, type CallOptions, present, type Requests } from "./request.ts";

/** What identifies an attempt in later calls: its id and, for clients without cookies, its claim. */
export type AttemptHandle = Pick<StartedAttempt, "id" | "claim">;

/** The result of {@link Attempts.look}. */
export interface Look {
  /** The attempt; absent if nothing has changed. */
  readonly view?: AttemptView | undefined;
  /** The version of the view (an ETag), for `after` of the next call. */
  readonly version?: string | undefined;
}

/** What a waiting client sends about itself. */
export interface Known {
  /**
   * When this tab was last shown, in Unix milliseconds. If two tabs wait for one attempt and both send this, the one
   * shown earlier is released with `taken_over`.
   */
  readonly tab?: number | undefined;
  /** The last version that the client has seen. */
  readonly after?: string | undefined;
}

/** The calls on attempts (`POST /v1/attempts` and below). All reject with {@link RequestFailed}. */
export interface Attempts {
  /** Starts an attempt, or returns the pending one of this browser. */
  start(signal?: AbortSignal): Promise<StartedAttempt>;
  /** Starts a new attempt in place of `attempt`. */
  refresh(attempt: AttemptHandle, signal?: AbortSignal): Promise<StartedAttempt>;
  /** Fetches an attempt. With `after` and `wait`, the service holds the request until the attempt changes. */
  look(
    attempt: AttemptHandle,
    known?: Known & {
      /** How long the service may hold the request, in seconds; at most 30. */
      wait?: number | undefined;
    },
    signal?: AbortSignal,
  ): Promise<Look>;
  /** Fetches the event stream (SSE) of an attempt; `after` is the id of the last event seen. */
  events(attempt: AttemptHandle, known?: Known, signal?: AbortSignal): Promise<Response>;
  /**
   * Opens a WebSocket that sends the attempt's views; `after` is the last version seen. Returns undefined where the
   * platform has no WebSocket.
   */
  socket(attempt: AttemptHandle, known?: Known): SocketLike | undefined;
  /** Submits a code from the chat. Fails with `wrong_code` if the chat gave no such code. */
  enterCode(attempt: AttemptHandle, text: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Submits an invitation, before a WeChat has answered. Fails with `wrong_invitation` or `attempt_answered`. */
  enterInvitation(attempt: AttemptHandle, code: string, signal?: AbortSignal): Promise<AttemptView>;
  /**
   * Pairs the page with the WeChat that scanned: by its six-digit code, or without one by agreement. Fails with
   * `wrong_pairing_code`.
   */
  pair(attempt: AttemptHandle, code?: string, signal?: AbortSignal): Promise<AttemptView>;
  /**
   * Reports that the account, to which this WeChat was added recently, is not the person's: they continue as a
   * newcomer.
   */
  disown(attempt: AttemptHandle, signal?: AbortSignal): Promise<AttemptView>;
  /**
   * Sends an SMS with a code, while a phone is required. Fails with `wrong_phone`, `rate_limited` or
   * `sms_unavailable`.
   */
  sendPhone(attempt: AttemptHandle, phone: string, signal?: AbortSignal): Promise<AttemptView>;
  /** Submits the code of the latest SMS. Fails with `wrong_otp`, and after five wrong ones with `rate_limited`. */
  enterOtp(
    attempt: AttemptHandle,
    otp: string,
    signal?: AbortSignal,
    options?: {
      /** Whether the person has said that the number is theirs now, though it belonged to another account. */
      readonly newOwner?: boolean;
    },
  ): Promise<AttemptView>;
  /**
   * Redeems a granted attempt: signs this browser in and returns who it is. `terms` are those that the person has agreed
   * to; fails with `terms_required` if the attempt's `terms` has others.
   */
  redeem(attempt: AttemptHandle, signal?: AbortSignal, terms?: AgreedTerms): Promise<SessionView>;
  /** Cancels an attempt; one that has ended stays as it is. */
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
    disown: (attempt, signal) => post(attempt, "/pair", { agreed: false }, signal),
    sendPhone: (attempt, phone, signal) => post(attempt, "/phone", { phone }, signal),
    enterOtp: (attempt, otp, signal, { newOwner } = {}) =>
      post(attempt, "/phone", { otp, ...(newOwner ? { newOwner } : {}) }, signal),
    redeem: (attempt, signal, terms) => post(attempt, "/redeem", terms ? { terms } : {}, signal),
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

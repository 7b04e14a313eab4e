import type { Problem } from "../wire/problem.ts";

/** A request that failed. */
export class RequestFailed extends Error {
  /** Always `RequestFailed`. */
  override name = "RequestFailed";
  /**
   * The service's error code (`rate_limited`, `attempt_not_found`, …; docs/errors.md), or one of the client's:
   * `unreachable` (no response) or `unexpected_answer` (a response that is not the service's).
   */
  declare readonly code: string;
  /** The HTTP status; undefined if there was no response. */
  declare readonly status: number | undefined;
  /** Whether the same call may succeed later. */
  declare readonly retryable: boolean;
  /** Milliseconds to wait before that, if the service named a time. */
  declare readonly retryAfter: number | undefined;

  constructor(code: string, message = code, status?: number, retryAfter?: number, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.retryable =
      code === "attempt_not_granted" || status === undefined || status === 408 || status === 429 || status >= 500;
  }
}

export const isFailure = (error: unknown, code: string): error is RequestFailed =>
  error instanceof RequestFailed && error.code === code;

/** Whether `error` is a request that failed with one of these HTTP statuses. */
export const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof RequestFailed && statuses.includes(error.status ?? 0);

export const unreachable = (cause?: unknown): RequestFailed =>
  new RequestFailed("unreachable", "The service cannot be reached.", undefined, undefined, cause);

export const unexpectedAnswer = (status: number): RequestFailed =>
  new RequestFailed("unexpected_answer", "This is not the service's answer.", status);

/** The error to throw for a failed exchange: the reason of the abort, or `unreachable` if it was not aborted. */
export const broken = (signal: AbortSignal, cause: unknown): unknown =>
  signal.aborted ? signal.reason : unreachable(cause);

/** The failure of a tab when another tab, which was shown later, follows the same attempt. */
export const takenOver = (): RequestFailed => new RequestFailed("taken_over", undefined, 409);

/** Reads the failure from a response of 4xx or 5xx (RFC 9457). `now` is needed if Retry-After contains a date. */
export async function failureOf(response: Response, now: number): Promise<RequestFailed> {
  const { status, headers } = response;
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  if (!problem?.code) return unexpectedAnswer(status);
  const { code, title = code } = problem;
  return new RequestFailed(code, title, status, milliseconds(headers.get("retry-after") ?? "", now));
}

/** The delay of a Retry-After header, which has seconds or a date (RFC 9110, section 10.2.3). */
function milliseconds(retryAfter: string, now: number): number | undefined {
  const ms = +retryAfter * 1000 || Date.parse(retryAfter) - now;
  return ms > 0 ? ms : undefined;
}

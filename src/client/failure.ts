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

/** Whether it failed with one of these HTTP statuses. */
export const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof RequestFailed && statuses.includes(error.status ?? 0);

export const unreachable = (cause?: unknown): RequestFailed =>
  new RequestFailed("unreachable", "The service cannot be reached.", undefined, undefined, cause);

export const unexpectedAnswer = (status: number): RequestFailed =>
  new RequestFailed("unexpected_answer", "This is not the service's answer.", status);

/** Why an exchange failed: because it was aborted, or by itself. */
export const broken = (signal: AbortSignal, cause: unknown): unknown =>
  signal.aborted ? signal.reason : unreachable(cause);

/** A tab that was shown later follows the attempt. */
export const takenOver = (): RequestFailed => new RequestFailed("taken_over", undefined, 409);

/** The failure that an answer of 4xx or 5xx tells of, as RFC 9457 or not. `now` is for a date in Retry-After. */
export async function failureOf(response: Response, now: number): Promise<RequestFailed> {
  const { status, headers } = response;
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  if (!problem?.code) return unexpectedAnswer(status);
  const { code, title = code } = problem;
  return new RequestFailed(code, title, status, milliseconds(headers.get("retry-after") ?? "", now));
}

/** RFC 9110, section 10.2.3: seconds or a date. */
function milliseconds(retryAfter: string, now: number): number | undefined {
  const ms = +retryAfter * 1000 || Date.parse(retryAfter) - now;
  return ms > 0 ? ms : undefined;
}

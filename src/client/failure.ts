import type { Problem } from "../wire/problem.ts";

/**
 * A call that failed. `code` is the service's (`rate_limited`, `attempt_not_found`, …) or one of ours:
 * `unreachable` (no answer came) and `unexpected_answer` (something else than the service answered).
 */
export class RequestFailed extends Error {
  override name = "RequestFailed";
  readonly code: string;
  /** The HTTP status; absent where there was no answer. */
  readonly status: number | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Milliseconds to wait before, where the service said so. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, options: { status?: number; retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.retryAfter = options.retryAfter;
    this.retryable = mayPass(code, options.status);
  }
}

export const isFailure = (error: unknown, ...codes: string[]): error is RequestFailed =>
  error instanceof RequestFailed && codes.includes(error.code);

export const unreachable = (cause?: unknown): RequestFailed =>
  new RequestFailed("unreachable", "The sign-in service cannot be reached.", { cause });

export const unexpectedAnswer = (status: number, cause?: unknown): RequestFailed =>
  new RequestFailed("unexpected_answer", `The answer (${status}) is not the sign-in service's.`, { status, cause });

/** A tab that was shown later follows the attempt. */
export const takenOver = (): RequestFailed =>
  new RequestFailed("taken_over", "Another tab of this browser follows this sign-in.", { status: 409 });

/** The failure that an answer of 4xx or 5xx tells of, as RFC 9457 or not. `now` is for a date in Retry-After. */
export async function failureOf(response: Response, now: number): Promise<RequestFailed> {
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  if (typeof problem?.code !== "string") return unexpectedAnswer(response.status);
  const retryAfter = milliseconds(response.headers.get("retry-after"), now);
  return new RequestFailed(problem.code, problem.title ?? problem.code, {
    status: response.status,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function mayPass(code: string, status: number | undefined): boolean {
  if (code === "attempt_not_granted") return true;
  return status === undefined || status === 408 || status === 429 || status >= 500;
}

/** RFC 9110, section 10.2.3: seconds or a date. */
function milliseconds(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ZodError } from "zod";
import { type ErrorCode, errors, SaomaError } from "../domain/errors.ts";
import type { Problem } from "../wire/problem.ts";
import { BodyAborted } from "./aborted-bodies.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import type { RawAnswer } from "./raw-answer.ts";

/** A request that does not match its schema, with all problems found. */
export class InvalidRequest extends SaomaError {
  override name = "InvalidRequest";
  readonly issues: readonly { path: string; message: string }[];

  constructor(issues: readonly { path: string; message: string }[]) {
    super("invalid_request");
    this.issues = issues;
  }

  static from(error: ZodError): InvalidRequest {
    return new InvalidRequest(error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  }
}

/** What is needed to answer a failure, on either listener. */
type ProblemContext = Pick<HttpContext, "header" | "body"> & { get(name: "requestId"): string };

type ProblemDeps = Pick<HttpDeps, "log" | "countAborted">;

/** Turns every failure into a response (RFC 9457). The public message goes to the caller, the details go to the log. */
export function answerProblem(c: ProblemContext, { log, countAborted }: ProblemDeps, error: unknown): Response {
  const known = error instanceof SaomaError ? error : new SaomaError("internal", { cause: error });
  const { status } = errors[known.code];
  const requestId = c.get("requestId");
  if (error instanceof BodyAborted) countAborted();
  if (status === 500) log.error({ err: known, requestId }, known.message);
  else if (status > 500) log.warn({ code: known.code, detail: known.detail, requestId }, known.message);
  if (known.retryAfter !== undefined) c.header("Retry-After", String(known.retryAfter));
  c.header("Content-Type", "application/problem+json");
  return c.body(JSON.stringify(describe(known.code, known, requestId)), status as ContentfulStatusCode);
}

/** A refusal as an answer of its own, with these headers besides. */
export function problemAnswer(error: SaomaError, headers: readonly string[]): RawAnswer {
  const body = JSON.stringify(describe(error.code, error, ""));
  return { status: errors[error.code].status, headers: [...headers, "Content-Type", "application/problem+json"], body };
}

function describe(code: ErrorCode, error: SaomaError, requestId: string): Problem {
  return {
    type: "about:blank",
    title: errors[code].message,
    ...(error.message === errors[code].message ? {} : { detail: error.message }),
    status: errors[code].status,
    code,
    ...(code === "internal" ? { requestId } : {}),
    ...(error instanceof InvalidRequest ? { errors: [...error.issues] } : {}),
  };
}

// Failures of the control API as problem JSON.
import { Refused } from "../refused.ts";

const titles: Record<Refused["status"], string> = {
  400: "Not valid",
  403: "Not allowed",
  404: "Not found",
  409: "Not possible now",
  413: "Too large",
  422: "Not accepted",
};

/** A refusal as problem JSON (RFC 9457) with its issues. Other errors are rethrown. */
export function problem(error: unknown): Response {
  if (!(error instanceof Refused)) throw error;
  const { status, message: detail, issues } = error;
  return Response.json(
    { type: "about:blank", title: titles[status], status, detail, issues },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}

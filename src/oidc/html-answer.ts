import type { IncomingMessage, ServerResponse } from "node:http";
import { stringify } from "node:querystring";
import { type Failure, type FailurePlace, failurePage } from "./failure-page.ts";
import { pagePolicy } from "./page.ts";

/** Sends a page of ours; `next` as {@link pagePolicy} takes it. */
export function send(response: ServerResponse, status: number, page: string, next?: string): void {
  response.setHeader("Content-Security-Policy", pagePolicy(next));
  // Under `no-referrer` browsers send `Origin: null` with a form, so our own page would look like any other.
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.writeHead(status).end(page);
}

/** Sends the page of a failure to a browser. */
export function fail(
  { clients }: Pick<FailurePlace, "clients">,
  request: IncomingMessage,
  response: ServerResponse,
  { status, clientId, ...failure }: Failure & Pick<FailurePlace, "clientId"> & { readonly status: number },
): void {
  send(response, status, failurePage({ clients, request, clientId }, failure));
}

const longestForm = 16 * 1024;

/** Whether a request is a form's post. */
const isForm = ({ headers }: IncomingMessage): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");

/** The longest address that servers and proxies accept. A client's own requests are a tenth of it. */
const longestRequest = 6 * 1024;

/**
 * The fields of a form's post. Values longer than any of ours are cut. A parser of the site may have read them before;
 * a form without its fields would say the opposite of what the user pressed.
 */
export async function readForm(request: IncomingMessage & { readonly body?: unknown }): Promise<URLSearchParams> {
  const { body, headers } = request;
  if (request.readableDidRead && Number(headers["content-length"] ?? 1) > 0) {
    if (typeof body === "string" || body instanceof Uint8Array)
      return new URLSearchParams(Buffer.from(body).toString().slice(0, longestForm));
    if (typeof body === "object" && body !== null) return new URLSearchParams(stringify({ ...body }));
    throw new Error("a body parser has read a form before saoma.node: put saoma.node before it");
  }
  let text = "";
  for await (const part of request) if (text.length < longestForm) text += String(part);
  return new URLSearchParams(text.slice(0, longestForm));
}

/**
 * A client's page may also post its request (OpenID Connect Core 3.1.2.1, RP-Initiated Logout 2). Browsers send no cookie
 * with a post from another site, so every user would look signed out. The post is redirected to the same request as a
 * GET, which does carry the cookie and has the same limits. So a post can do nothing that a link cannot.
 */
export async function getInstead(
  deps: Pick<FailurePlace, "clients">,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const problem = isForm(request) ? undefined : "a POST has to be application/x-www-form-urlencoded";
  const asked = problem === undefined ? String(await readForm(request)) : "";
  const why = asked.length > longestRequest ? "the request is too long" : problem;
  if (why !== undefined) return fail(deps, request, response, { status: 400, error: "invalid_request", why });
  response.writeHead(303, { Location: `${path}?${asked}`, "Cache-Control": "no-store" }).end();
}

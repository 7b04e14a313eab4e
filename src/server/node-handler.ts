// Handles requests of Node's HTTP server.
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Clock } from "../base/clock.ts";
import type { HttpApp } from "../http/app.ts";
import type { Env } from "../http/context.ts";
import { isOpenIdPath, isOwnPath, type Mounted } from "../http/own-paths.ts";
import { readTarget } from "../http/push-target.ts";
import type { RawAnswer } from "../http/raw-answer.ts";
import { readSessionCheck } from "../http/session-check.ts";
import type { OpenIdHandler } from "../oidc/handler.ts";
import { createRequestAddress, joined, type RequestAddress } from "./client-address.ts";
import { openEvents } from "./event-stream.ts";
import { headerReader } from "./header-reader.ts";
import { holdAnswer, sendAnswer } from "./held-answer.ts";
import { lingerOnEarlyAnswers } from "./linger.ts";
import { readBody } from "./request-body.ts";

/** The service as Node's HTTP server calls it. */
export interface Answering {
  readonly clock: Clock;
  fetch(request: Request, env: Env): Promise<Response>;
  /** Undefined if the service could not start; `fetch` then says why. */
  readonly app: Promise<Pick<HttpApp, "push" | "session"> | undefined>;
  /** Optional paths that belong to the service. Default: they belong to the site. */
  readonly mounted?: Mounted;
  /** Handles the OpenID provider's paths; undefined if no client is configured. */
  readonly openId?: () => Promise<OpenIdHandler | undefined>;
}

/** Passes Node's requests to the service, with the socket's address and the raw response. */
export function createNodeHandler(
  { fetch, app, clock, mounted = {}, openId }: Answering,
  trustedProxies: readonly string[],
) {
  const addressOf = createRequestAddress(trustedProxies);
  const listener = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env as HttpBindings & { incoming: IncomingMessage; outgoing: ServerResponse };
      // A body that a handler before us has read is where that handler left it, or nowhere.
      const body = incoming.readableDidRead ? {} : { readBody: (limit: number) => readBody(incoming, limit) };
      return fetch(request, {
        address: addressOf(incoming),
        openEvents: rawEvents(outgoing),
        holdAnswer: heldAnswer(outgoing),
        ...body,
      });
    },
    { overrideGlobalObjects: false },
  );
  return async (request: IncomingMessage, response: ServerResponse, next?: () => void): Promise<void> => {
    if (next && !isOwnPath(request.url ?? "", mounted)) return next();
    lingerOnEarlyAnswers(response, clock);
    const provider = isOpenIdPath(request.url ?? "") ? await openId?.() : undefined;
    if (provider) return provider(request, response);
    const past = await answerPast(request, response);
    if (!past) return listener(request, response);
    sendAnswer(response, past);
  };

  /** Answers requests that bypass the router; undefined for all others. */
  async function answerPast(request: IncomingMessage, response: ServerResponse): Promise<RawAnswer | undefined> {
    const { method, url = "" } = request;
    const target = method === "POST" ? readTarget(url) : undefined;
    if (target) return (await app)?.push({ ...target, ...carried(request, response, addressOf) });
    const check = method === "GET" ? readSessionCheck(url) : undefined;
    return check && (await app)?.session({ ...check, headers: headerReader(request) });
  }
}

const carried = (request: IncomingMessage, response: ServerResponse, addressOf: RequestAddress) => ({
  address: () => addressOf(request),
  forwardedFor: () => joined(request.headers["x-forwarded-for"]),
  contentType: () => request.headers["content-type"],
  body: (limit: number) => readBody(request, limit),
  left: () => leftOf(response),
});

/** Aborts when the client disconnects before the response. */
function leftOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.closed) controller.abort();
  response.once("close", () => controller.abort());
  return controller.signal;
}

/** Holds requests by Node's own response, without the request's `Request` and `Headers`. */
const heldAnswer =
  (outgoing: ServerResponse): NonNullable<Env["holdAnswer"]> =>
  (begin) => {
    holdAnswer(outgoing, begin);
    return RESPONSE_ALREADY_SENT;
  };

/** Sends event streams by Node's own response, which takes a third of the memory of a web stream. */
const rawEvents =
  (outgoing: ServerResponse): NonNullable<Env["openEvents"]> =>
  (headers, begin) => {
    openEvents(outgoing, headers, begin);
    return RESPONSE_ALREADY_SENT;
  };

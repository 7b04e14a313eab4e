import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Env, Exchange } from "../http/context.ts";
import { createClientAddress } from "./client-address.ts";
import { openEvents } from "./event-stream.ts";
import { readBody } from "./request-body.ts";

type Answer = (request: Request, env: Env) => Promise<Response>;

/** Carries Node's requests to the service, with what only Node knows: the socket's address, raw body and response. */
export function createNodeHandler(answer: Answer, trustedProxies: readonly string[]) {
  const addressOf = createClientAddress(trustedProxies);
  const listener = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env as HttpBindings;
      const address = addressOf(incoming.socket.remoteAddress, forwardedFor(incoming));
      return answer(request, { address, openEvents: rawEvents(outgoing), exchange: rawExchange(incoming, outgoing) });
    },
    { overrideGlobalObjects: false },
  );
  return (request: IncomingMessage, response: ServerResponse): Promise<void> => listener(request, response);
}

/** Event streams by Node's own response: a third of the memory of a web stream. */
const rawEvents =
  (outgoing: ServerResponse): NonNullable<Env["openEvents"]> =>
  (headers, begin) => {
    openEvents(outgoing, headers, begin);
    return RESPONSE_ALREADY_SENT;
  };

/** Short bodies both ways by Node's own streams. */
const rawExchange = (incoming: IncomingMessage, outgoing: ServerResponse): Exchange => ({
  body: (limit) => readBody(incoming, limit),
  answer(status, headers, body) {
    outgoing.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) }).end(body);
    return RESPONSE_ALREADY_SENT;
  },
});

/** Node joins a header that came more than once, except in its types. */
function forwardedFor({ headers }: IncomingMessage): string | undefined {
  const value = headers["x-forwarded-for"];
  return Array.isArray(value) ? value.join(",") : value;
}

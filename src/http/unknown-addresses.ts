import { createMiddleware } from "hono/factory";
import type { Bindings, HttpDeps } from "./context.ts";

/** Warns the operator once if the service is mounted without client addresses. */
export function warnOfUnknownAddresses({ log }: Pick<HttpDeps, "log">) {
  let isSaid = false;
  return createMiddleware<Bindings>(async (c, next) => {
    if (!isSaid && !c.env?.address) {
      isSaid = true;
      log.warn({}, warning);
    }
    return next();
  });
}

const warning =
  "requests come without an address, so all visitors share the limits of one: mount the service as saoma.fetch(request, { address })";

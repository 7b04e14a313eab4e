import type { NodeHandler } from "./listener.ts";

/** Wraps a handler so that `/readyz` can report the shutdown while everything else is still served. */
export interface DrainDelay {
  readonly handler: NodeHandler;
  /** From now on, readiness checks of a load balancer fail. */
  leave(): void;
}

export function withDrainDelay(handler: NodeHandler): DrainDelay {
  let leaving = false;
  return {
    handler(request, response) {
      if (!leaving || !/^\/readyz(?:\?|$)/.test(request.url ?? "")) return handler(request, response);
      response.writeHead(503, { "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
      response.end(JSON.stringify(problem));
    },
    leave() {
      leaving = true;
    },
  };
}

const problem = {
  type: "about:blank",
  title: "The service is stopping.",
  status: 503,
  code: "store_unavailable",
};

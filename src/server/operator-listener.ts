import type { IncomingMessage } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { AdminApp } from "../admin/app.ts";
import type { Log } from "../ports/log.ts";
import { createRequestAddress } from "./client-address.ts";
import { type Listener, listen } from "./listener.ts";

/** What is listened for, and where. */
export interface OperatorListener {
  readonly app: AdminApp;
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: readonly string[];
}

/** Opens the operator's listener. Rejects with Node's error if its address cannot be used. */
export function listenForOperator({ app, host, port, trustedProxies }: OperatorListener, log: Log): Promise<Listener> {
  const addressOf = createRequestAddress(trustedProxies);
  const handler = getRequestListener(
    (request, env) => {
      const { incoming } = env as HttpBindings & { incoming: IncomingMessage };
      return app.fetch(request, { port: incoming.socket.localPort ?? port, address: addressOf(incoming) });
    },
    { overrideGlobalObjects: false },
  );
  return listen({ host, port, handler, onError: (err) => log.error({ err }, "a request of the operator's failed") });
}

import type { IncomingMessage } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { AdminApp } from "../admin/app.ts";
import type { Log } from "../ports/log.ts";
import { type Listener, listen } from "./listener.ts";

/** Opens the operator's listener. Rejects with Node's error if its address cannot be used. */
export function listenForOperator(
  { app, host, port }: { readonly app: AdminApp; readonly host: string; readonly port: number },
  log: Log,
): Promise<Listener> {
  const handler = getRequestListener(
    (request, env) => {
      const { incoming } = env as HttpBindings & { incoming: IncomingMessage };
      return app.fetch(request, { port: incoming.socket.localPort ?? port });
    },
    { overrideGlobalObjects: false },
  );
  return listen({ host, port, handler, onError: (err) => log.error({ err }, "a request of the operator's failed") });
}

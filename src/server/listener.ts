import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { type Clock, systemClock } from "../base/clock.ts";
import { prepareGracefulClose } from "./close-server.ts";
import { lingeringResponse } from "./linger.ts";

/** Answers a request. What it throws becomes an empty 500. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ListenOptions {
  /** The port; 0 for any free one. */
  readonly port: number;
  readonly host: string;
  readonly handler: NodeHandler;
  /** Called with what a handler threw. */
  readonly onError?: (error: unknown) => void;
  readonly clock?: Clock;
}

export interface Listener {
  /** The origin, such as `http://127.0.0.1:7080`. */
  readonly url: string;
  readonly port: number;
  /** For handlers of upgrades. */
  readonly server: Server;
  /**
   * Stops accepting connections, waits at most `timeoutMs` milliseconds (default 10 s) for open requests, and then closes
   * the rest.
   */
  close(timeoutMs?: number): Promise<void>;
}

/** Limits that keep slow or idle clients from holding the service; times in milliseconds. */
const limits = {
  /** Time limits for the complete headers and for the complete request. */
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  /** Longer than the idle timeout of common load balancers (60 s), so that they never reuse a closed connection. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
} as const;
const maxConnections = 50_000;
const maxHeaders = 100;

/**
 * Listens with Node's own HTTP server.
 *
 * @throws what Node says of the port (`code` `EADDRINUSE`, `EACCES`, …), as a rejection.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { host, clock = systemClock } = options;
  const server = createServer({ ...limits, ServerResponse: lingeringResponse(clock) });
  server.maxConnections = maxConnections;
  server.maxHeadersCount = maxHeaders;
  const close = prepareGracefulClose(server, clock);
  server.on("request", (request, response) => void answer(options, request, response));
  await bound(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    server,
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    close: (timeoutMs = 10_000) => close(timeoutMs),
  };
}

function bound(server: Server, { port, host }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function answer({ handler, onError }: ListenOptions, request: IncomingMessage, response: ServerResponse) {
  try {
    await handler(request, response);
  } catch (error) {
    onError?.(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

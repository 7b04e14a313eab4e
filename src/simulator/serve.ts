import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { isIP } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { sendByNode } from "./send.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";

/** The options of {@link serveSimulator}. */
export interface ServeOptions extends SimulatorOptions {
  /** The port; 0: any free one. */
  port: number;
  /** The address to listen on. */
  host: string;
  /** Listens over TLS as well. */
  tls?: {
    /** The TLS port. */
    readonly port: number;
    /** The private key as PEM. */
    readonly key: string;
    /** The certificate as PEM. */
    readonly cert: string;
  };
}

/** A simulator behind a port. */
export interface ServedSimulator {
  /** Where it listens, as in `http://127.0.0.1:7090`. */
  url: string;
  /** The simulator itself, to drive in process. */
  simulator: Simulator;
  /** Stops listening, and closes the simulator. */
  close(): Promise<void>;
}

/**
 * Serves a simulator over HTTP with Node. Pushes are sent with WeChat's headers.
 *
 * @throws {Error} (the promise) if the port is in use.
 * @example
 * import { serveSimulator } from "saoma/simulator";
 *
 * const { url, close } = await serveSimulator({ host: "127.0.0.1", port: 0 });
 * console.log(url);
 * await close();
 */
export async function serveSimulator({ port, host, tls, ...options }: ServeOptions): Promise<ServedSimulator> {
  const simulator = createSimulator({ fetch: sendByNode, ...options });
  const listener = async (request: Request, env: unknown): Promise<Response> => {
    const { incoming, outgoing } = env as HttpBindings;
    const ip = plainAddress(incoming.socket.remoteAddress ?? "127.0.0.1");
    return simulator.fetch(request, { ip, drop: () => outgoing.destroy() });
  };
  const secure = tls && (await listening(listener, { ...tls, host }));
  const { port: taken, close } = await listening(listener, { port, host });
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${taken}`,
    simulator,
    async close() {
      await simulator.close();
      await Promise.all([close(), secure?.close()]);
    },
  };
}

type Listener = (request: Request, env: unknown) => Promise<Response>;

interface Place {
  readonly port: number;
  readonly host: string;
  readonly key?: string;
  readonly cert?: string;
}

async function listening(fetch: Listener, { port, host, key, cert }: Place) {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const secure = key === undefined ? {} : { createServer: createSecureServer, serverOptions: { key, cert } };
  // The global Request and Response are not replaced, because other code in the process uses them.
  const server = serve({ fetch, port, hostname: host, overrideGlobalObjects: false, ...secure }, resolve);
  server.once("error", reject);
  const { port: taken } = await promise;
  const close = (): Promise<void> =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  return { port: taken, close };
}

/** An IPv4 caller of a listener on both families shows up mapped into IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, "");

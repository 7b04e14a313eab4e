import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { createRequestAddress } from "./client-address.ts";
import type { Sockets } from "./sockets.ts";

const socketPath = /^\/v1\/attempts\/([\w-]{1,128})\/socket(?:\?|$)/;

/**
 * Takes the upgrades of attempts' sockets. Those of other paths are left to the server's other listeners, and
 * where there are none they are answered 404, because nobody else would.
 */
export function attachSockets(
  server: Server,
  trustedProxies: readonly string[],
  sockets: () => Promise<Sockets>,
): () => void {
  const addressOf = createRequestAddress(trustedProxies);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const attemptId = socketPath.exec(request.url ?? "")?.[1];
    if (attemptId !== undefined) {
      socket.on("error", destroyIt);
      sockets().then(
        (taken) => taken.upgrade(request, socket, head, { attemptId, address: addressOf(request) }),
        () => refuseUpgrade(socket, "503 Service Unavailable"),
      );
    } else if (server.listenerCount("upgrade") === 1) refuseUpgrade(socket, "404 Not Found");
  };
  server.on("upgrade", onUpgrade);
  return () => void server.off("upgrade", onUpgrade);
}

/** A function of its own: one made beside the request would keep it for as long as the socket lives. */
export function destroyIt(this: Duplex): void {
  this.destroy();
}

/** Answers an upgrade with a plain HTTP status. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

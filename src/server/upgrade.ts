import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { createRequestAddress } from "./client-address.ts";
import { destroyIt, rejectUpgrade } from "./reject-upgrade.ts";
import type { Sockets } from "./sockets.ts";

const socketPath = /^\/v1\/attempts\/([\w-]{1,128})\/socket(?:\?|$)/;

/**
 * Takes the upgrades of attempts' sockets. Others are left to the server's other listeners; where there are none they
 * are ignored, as HTTP allows (RFC 9110, section 7.8): the request is answered as if it had asked for none. Java's
 * client asks for `h2c` by itself.
 */
export function attachSockets(
  server: Server,
  trustedProxies: readonly string[],
  sockets: () => Promise<Sockets>,
): () => void {
  const addressOf = createRequestAddress(trustedProxies);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const attemptId = attemptOf(request);
    if (attemptId !== undefined) {
      socket.on("error", destroyIt);
      sockets().then(
        (taken) => taken.upgrade(request, socket, head, { attemptId, address: addressOf(request) }),
        () => rejectUpgrade(socket, "503 Service Unavailable"),
      );
      // Node before 24.9 cannot ignore one.
    } else if (server.listenerCount("upgrade") === 1) rejectUpgrade(socket, "404 Not Found");
  };
  server.on("upgrade", onUpgrade);
  const restore = ignoreOthers(server);
  return () => {
    server.off("upgrade", onUpgrade);
    restore();
  };
}

/** Node's own since 24.9, asked once for each request that wants an upgrade; its types have it as an option only. */
interface Upgrading {
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
}

function ignoreOthers(server: Server & Upgrading): () => void {
  const before = server.shouldUpgradeCallback;
  const decide = (request: IncomingMessage): boolean =>
    attemptOf(request) !== undefined ||
    (server.listenerCount("upgrade") > 1 && (before?.call(server, request) ?? true));
  server.shouldUpgradeCallback = decide;
  return () => {
    if (server.shouldUpgradeCallback === decide && before) server.shouldUpgradeCallback = before;
  };
}

/** The attempt whose socket a request asks for; undefined where it asks for something else. */
const attemptOf = ({ url = "", headers }: IncomingMessage): string | undefined =>
  headers.upgrade?.toLowerCase() === "websocket" ? socketPath.exec(url)?.[1] : undefined;

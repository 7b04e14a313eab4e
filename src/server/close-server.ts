import type { Server } from "node:http";
import type { Clock } from "../base/clock.ts";

/**
 * Closes a server: it accepts no more connections, waits at most `timeoutMs` milliseconds for open requests, and then
 * closes the rest.
 */
export type GracefulClose = (timeoutMs: number) => Promise<void>;

/** Watches the server's requests from now on, so that it can close as soon as the last one is answered. */
export function prepareGracefulClose(server: Server, clock: Clock): GracefulClose {
  let closing = false;
  server.prependListener("request", (_request, response) => {
    if (closing) response.setHeader("connection", "close");
    // The response was sent while closing: its connection was to be kept alive, and gets no more requests.
    response.once("close", () => closing && setImmediate(() => server.closeIdleConnections()));
  });
  return (timeoutMs) =>
    new Promise((resolve) => {
      closing = true;
      const cancel = clock.after(timeoutMs, () => server.closeAllConnections());
      server.close(() => {
        cancel();
        resolve();
      });
      server.closeIdleConnections();
    });
}

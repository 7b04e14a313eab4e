import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request that a backend received. */
export interface Got {
  readonly url: string;
  readonly body: string;
  readonly contentType: string | undefined;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The operator's backend, to which pushes are relayed. It listens on loopback, and is closed when the test ends. */
export async function serveBackend(listener: Listener) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      got.push({ url: request.url ?? "", body, contentType: request.headers["content-type"] });
    });
    Promise.resolve(listener(request, response)).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wx?tenant=7`, got };
}

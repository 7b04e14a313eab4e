import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as a provider receives it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `drop` closes the connection, `hold` never answers. */
export type Plan = { status: number; body?: unknown; headers?: Record<string, string> } | "drop" | "hold";

export interface Provider {
  /** `http://127.0.0.1:…` */
  readonly origin: string;
  readonly port: number;
  readonly received: Received[];
  /** The response to every request from now on. */
  answer(plan: Plan): void;
}

/** A server on this machine that plays an SMS provider for one test. */
export async function createProvider(first: Plan): Promise<Provider> {
  const received: Received[] = [];
  let plan = first;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://provider");
      const body = Buffer.concat(chunks).toString();
      received.push({ method: request.method ?? "", path, query, headers: request.headers, body });
      if (plan === "drop") return void request.socket.destroy();
      if (plan === "hold") return;
      response.writeHead(plan.status, { "content-type": "application/json", ...plan.headers });
      response.end(JSON.stringify(plan.body ?? {}));
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    received,
    answer(next) {
      plan = next;
    },
  };
}

export const message = {
  id: "id-of-the-message",
  to: "+8613800138000",
  code: "123456",
  minutes: 5,
  site: "青禾茶铺",
  language: "zh-CN",
} as const;

/** The result of an SMS: `sent`, or why it was not sent. */
export async function outcome(sending: Promise<void>): Promise<string> {
  try {
    await sending;
    return "sent";
  } catch (error) {
    if (error instanceof Error && "failure" in error) return String(error.failure);
    throw error;
  }
}

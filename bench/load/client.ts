import { Agent, request } from "node:http";

/** A response of a server. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The cookies it set, by name. */
  readonly cookies: Readonly<Record<string, string>>;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Calls one server over persistent connections. Rejects if the status is not 2xx, because a benchmark of errors is
 * meaningless.
 */
export interface Client {
  readonly port: number;
  call(call: Call): Promise<Answer>;
  close(): void;
}

export function createClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = ({ method, path, headers = {}, body }: Call) =>
    new Promise<Answer>((resolve, reject) => {
      const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
      const sent = request({ agent, port, host: "127.0.0.1", method, path, headers: { ...headers, ...length } });
      sent.on("error", reject).on("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part)).on("error", reject);
        response.on("end", () => {
          const [status, text] = [response.statusCode ?? 0, Buffer.concat(parts).toString()];
          if (status < 200 || status > 299) reject(new Error(`${method} ${path}: ${status} ${text}`));
          else resolve({ status, body: text, cookies: cookiesOf(response.headers["set-cookie"]) });
        });
      });
      sent.end(body);
    });
  return { port, call, close: () => agent.destroy() };
}

const cookiesOf = (lines: readonly string[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(lines.map((line) => line.slice(0, line.indexOf(";")).split("=", 2)));

import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import type { Send } from "./simulation.ts";

/**
 * Sends a request with only the given headers and `Host`: `fetch` would add headers that WeChat does not send. Does not
 * follow redirects, and stops when `signal` aborts. The body is a text. Rejects with the errors of `node:http`.
 */
export const sendByNode: Send = (url, { method = "GET", headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const request = url.startsWith("https:") ? requestHttps : requestHttp;
    const options = { method, headers: named(headers), agent: false, ...(signal ? { signal } : {}) };
    const outgoing = request(url, options, (incoming) => {
      try {
        resolve(responseOf(incoming));
      } catch (error) {
        incoming.destroy();
        reject(error);
      }
    });
    outgoing.on("error", reject);
    outgoing.end(typeof body === "string" ? body : undefined);
  });

/** Names as WeChat writes them: `Content-Type`. */
const named = (headers: RequestInit["headers"]): Record<string, string> =>
  Object.fromEntries(
    [...new Headers(headers)].map(([name, value]) => [name.replaceAll(/\b[a-z]/g, (c) => c.toUpperCase()), value]),
  );

const withoutBody = [204, 205, 304];

/** The body is streamed; its reader applies the limit. */
function responseOf(incoming: IncomingMessage): Response {
  const status = incoming.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct))
    for (const value of values) headers.append(name, value);
  if (!withoutBody.includes(status))
    return new Response(Readable.toWeb(incoming) as ReadableStream, { status, headers });
  incoming.resume();
  return new Response(null, { status, headers });
}

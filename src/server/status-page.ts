import type { IncomingMessage, ServerResponse } from "node:http";
import { preferredLanguage } from "../domain/language.ts";
import { guardHeaders } from "../http/headers.ts";
import { statusPage, statusPolicy } from "../http/status-page.ts";
import { joined } from "./client-address.ts";
import type { NodeHandler } from "./listener.ts";

/**
 * The same handler, with a page at `/` for people who open the service's address. For `saoma serve` only: a mounted
 * Saoma leaves `/` to its app.
 */
export function withStatusPage(handler: NodeHandler, origin: string): NodeHandler {
  const headers = {
    ...guardHeaders(origin),
    "Content-Security-Policy": statusPolicy,
    "Content-Type": "text/html; charset=utf-8",
    Vary: "Accept-Language",
  };
  return (request, response) => (isForPage(request) ? show(headers, request, response) : handler(request, response));
}

const isForPage = ({ method, url = "" }: IncomingMessage): boolean =>
  (method === "GET" || method === "HEAD") && /^\/(?:\?|$)/.test(url);

function show(headers: Readonly<Record<string, string>>, request: IncomingMessage, response: ServerResponse): void {
  const page = statusPage(preferredLanguage(joined(request.headers["accept-language"])));
  response.writeHead(200, { ...headers, "Content-Length": Buffer.byteLength(page) });
  response.end(request.method === "HEAD" ? "" : page);
}

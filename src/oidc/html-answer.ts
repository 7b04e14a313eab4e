import type { IncomingMessage, ServerResponse } from "node:http";
import { pagePolicy } from "./page.ts";

/** Sends a page of ours; `next` as {@link pagePolicy} takes it. */
export function send(response: ServerResponse, status: number, page: string, next?: string): void {
  response.setHeader("Content-Security-Policy", pagePolicy(next));
  // Under `no-referrer` browsers say `Origin: null` with a form, and nobody could tell our own page from another.
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.writeHead(status).end(page);
}

const longestForm = 16 * 1024;

/** The fields of a form's post; what is longer than any of ours is cut. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) if (text.length < longestForm) text += String(part);
  return new URLSearchParams(text.slice(0, longestForm));
}

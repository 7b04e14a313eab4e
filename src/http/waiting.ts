import { abortAfter } from "../base/deadline.ts";
import { type Attempt, hasEnded } from "../domain/attempt.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import { eventBlocks } from "./event-source.ts";
import { readProof } from "./proof.ts";

const longestWait = 30;

/** The version in an `ETag`'s value or a `Last-Event-ID`, which are the same; undefined where it is neither. */
export function readVersion(value: string | undefined): number | undefined {
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(value ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** For the claim's holder: holds a request that asked to wait (`Prefer: wait`, RFC 7240, section 4.3) until the attempt changes; undefined if it did not. */
export async function awaitChange(
  c: HttpContext,
  deps: HttpDeps,
  id: string,
  after: number,
): Promise<Attempt | undefined> {
  const seconds = Number(/(?:^|[,;\s])wait=(\d{1,3})\b/i.exec(c.req.header("prefer") ?? "")?.[1] ?? 0);
  if (seconds === 0) return undefined;
  const limit = abortAfter(deps.clock, Math.min(seconds, longestWait) * 1000);
  const signal = AbortSignal.any([c.req.raw.signal, deps.closing, limit.signal]);
  try {
    for await (const next of deps.login.watch(id, { after, signal })) return next;
    return undefined;
  } finally {
    limit.cancel();
  }
}

const eventHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "X-Accel-Buffering": "no", // nginx holds streams back unless told
};

/**
 * The attempt's states as an event stream. Once it has ended, 204, which tells a browser not to come
 * again; but whoever resumes from an earlier state is shown the last one first.
 */
export async function streamEvents(c: HttpContext, deps: HttpDeps, id: string): Promise<Response> {
  const attempt = await deps.login.view(id, readProof(c, deps));
  const after = readVersion(c.req.header("last-event-id"));
  if (hasEnded(attempt) && (after === undefined || after === attempt.version)) return c.body(null, 204);
  const signal = AbortSignal.any([c.req.raw.signal, deps.closing]);
  const blocks = eventBlocks(deps.login.watch(id, { after, signal }), deps.clock);
  for (const [name, value] of Object.entries(eventHeaders)) c.header(name, value);
  // The headers by way of a response of their own: touching `c.res` would make Hono copy the marker that comes back.
  if (c.env?.sendEvents) return c.env.sendEvents(Object.fromEntries(c.body(null).headers), blocks, signal);
  return c.body(ReadableStream.from(encoded(blocks)) as ReadableStream);
}

async function* encoded(blocks: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const block of blocks) yield encoder.encode(block);
}

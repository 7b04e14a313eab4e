import { abortAfter } from "../base/deadline.ts";
import { type Attempt, hasEnded } from "../domain/attempt.ts";
import { SaomaError } from "../domain/errors.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import { eventBlocks } from "./event-source.ts";
import { requireReader } from "./origin.ts";
import { placesFor } from "./places.ts";
import { readProof } from "./proof.ts";

const longestWait = 30;

/** The version in an `ETag`'s value or a `Last-Event-ID`, which are the same; undefined where it is neither. */
export function readVersion(value: string | undefined): number | undefined {
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(value ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A version that this attempt has not had, as after a restored backup, is none that was seen. */
export const seenOf = (attempt: Attempt, version: number | undefined): number | undefined =>
  version !== undefined && version <= attempt.version ? version : undefined;

/** For the claim's holder: holds a request that asked to wait (`Prefer: wait`, RFC 7240, section 4.3) until the attempt changes; undefined if it did not. */
export async function awaitChange(
  c: HttpContext,
  deps: HttpDeps,
  id: string,
  after: number,
): Promise<Attempt | undefined> {
  const seconds = Number(/(?:^|[,;\s])wait=(\d{1,3})\b/i.exec(c.req.header("prefer") ?? "")?.[1] ?? 0);
  if (seconds === 0) return undefined;
  const leave = takePlace(c, deps, id);
  const limit = abortAfter(deps.clock, Math.min(seconds, longestWait) * 1000);
  const signal = AbortSignal.any([c.req.raw.signal, deps.closing, limit.signal]);
  try {
    for await (const next of deps.login.watch(id, { after, signal })) return next;
    return undefined;
  } finally {
    limit.cancel();
    leave();
  }
}

/** A place among those who wait; the answer gives it back, as often as it is called. */
function takePlace(c: HttpContext, { places, waitingPerAddress }: HttpDeps, id: string): () => void {
  const leave = places.take(placesFor(id, c.env?.address, waitingPerAddress));
  if (!leave) throw new SaomaError("rate_limited", { message: "Too many are waiting already.", retryAfter: 5 });
  return leave;
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
  requireReader(c, deps, attempt.applicationId);
  const after = seenOf(attempt, readVersion(c.req.header("last-event-id")));
  if (hasEnded(attempt) && (after === undefined || after === attempt.version)) return c.body(null, 204);
  const gone = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, deps.closing, gone.signal]);
  const leave = takePlace(c, deps, id);
  // Also by the signal: a stream that nobody began to read never comes to its end.
  signal.addEventListener("abort", leave, { once: true });
  const blocks = eventBlocks(deps.login.watch(id, { after, signal }), deps.clock, leave);
  for (const [name, value] of Object.entries(eventHeaders)) c.header(name, value);
  // The headers by way of a response of their own: touching `c.res` would make Hono copy the marker that comes back.
  if (c.env?.sendEvents) return c.env.sendEvents(Object.fromEntries(c.body(null).headers), blocks, signal);
  return c.body(toStream(blocks, () => gone.abort()));
}

/** A web stream of blocks; `gone` is called when its reader leaves. */
function toStream(blocks: AsyncGenerator<string>, gone: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await blocks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: gone,
  });
}

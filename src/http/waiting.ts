// Waiting for an attempt to change: by a held request or an event stream.
import { abortAfter } from "../base/deadline.ts";
import type { Attempt } from "../domain/attempt.ts";
import { hasEnded } from "../domain/attempt-deadline.ts";
import { SaomaError } from "../domain/errors.ts";
import { slotsFor } from "./connection-limiter.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import { type EventReader, type EventStreams, type EventWriter, toWebStream } from "./event-source.ts";
import { requireReader } from "./origin.ts";
import { readProof } from "./proof.ts";
import type { Transport, Waiters } from "./waiters.ts";

const longestWait = 30;

/** The version in an `ETag` or a `Last-Event-ID`, which have the same form; undefined if the value is malformed. */
export function readVersion(value: string | undefined): number | undefined {
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(value ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** When the caller's tab was shown, from the query; undefined if it is not given. */
export function readTab(url: string | undefined): number | undefined {
  const digits = /[?&]tab=(\d{1,15})(?:&|$)/.exec(url ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Ignores a version newer than the attempt's own, as sent by a client after a backup was restored. */
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
  const leave = takePlace(c, deps, id, "polling");
  const limit = abortAfter(deps.clock, Math.min(seconds, longestWait) * 1000);
  const signal = AbortSignal.any([c.req.raw.signal, deps.closing, limit.signal]);
  try {
    for await (const next of deps.login.watch(id, { after, tab: readTab(c.req.raw.url), signal })) return next;
    return undefined;
  } finally {
    limit.cancel();
    leave();
  }
}

/** Acquires a slot among the waiters. Returns a function that releases it, which may be called repeatedly. */
function takePlace(c: HttpContext, deps: HttpDeps, id: string, transport: Transport): () => void {
  const { connectionLimiter, waiters, waitingPerAddress } = deps;
  const leave = connectionLimiter.acquire(...slotsFor(id, c.env?.address, waitingPerAddress));
  if (!leave) throw new SaomaError("rate_limited", { message: "Too many are waiting already.", retryAfter: 5 });
  return leaver(waiters, transport, leave);
}

/** A function of its own, so that its closure does not keep the request in memory. */
function leaver(waiters: Waiters, transport: Transport, leave: () => void): () => void {
  let isHere = true;
  waiters.enter(transport);
  return () => {
    if (isHere) waiters.leave(transport);
    isHere = false;
    leave();
  };
}

const eventHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "X-Accel-Buffering": "no", // nginx holds streams back unless told
};

/**
 * The attempt's states as an event stream. Once it has ended, the response is 204, which tells a browser not to
 * reconnect; a client that resumes from an earlier state gets the last one first.
 */
export async function streamEvents(
  c: HttpContext,
  deps: HttpDeps,
  streams: EventStreams,
  id: string,
): Promise<Response> {
  const attempt = await deps.login.view(id, readProof(c, deps));
  requireReader(c, deps, attempt.applicationId);
  const after = seenOf(attempt, readVersion(c.req.header("last-event-id")));
  if (hasEnded(attempt) && (after === undefined || after === attempt.version)) return c.body(null, 204);
  const reader = { seen: after, tab: readTab(c.req.raw.url) };
  const begin = beginner(streams, id, reader, takePlace(c, deps, id, "events"));
  for (const [name, value] of Object.entries(eventHeaders)) c.header(name, value);
  // Headers are set on a separate response: touching `c.res` would make Hono copy the marker response.
  if (c.env?.openEvents) return c.env.openEvents(Object.fromEntries(c.body(null).headers), begin);
  return c.body(abortable(toWebStream(begin), c.req.raw.signal));
}

/** A function of its own, so that the waiting stream does not keep the request in memory. */
const beginner =
  (streams: EventStreams, id: string, reader: EventReader, leave: () => void) =>
  (writer: EventWriter): (() => void) => {
    const stop = streams.begin(id, reader, writer);
    return () => {
      stop();
      leave();
    };
  };

/** An aborted request ends its stream, even before it is read. */
function abortable(stream: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const through = new TransformStream<Uint8Array, Uint8Array>();
  stream.pipeTo(through.writable, { signal }).catch(() => {});
  return through.readable;
}

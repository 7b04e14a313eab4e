// Waiting for an attempt to change: by a held request or an event stream.
import type { Attempt } from "../domain/attempt.ts";
import { hasEnded } from "../domain/attempt-deadline.ts";
import { SaomaError } from "../domain/errors.ts";
import { slotsFor } from "./connection-limiter.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import { type EventReader, type EventStreams, type EventWriter, toWebStream } from "./event-source.ts";
import type { LongPolls, PollOutcome } from "./long-poll.ts";
import { requireReader } from "./origin.ts";
import { problemAnswer } from "./problem.ts";
import { readProof } from "./proof.ts";
import { type AnswerLater, type RawAnswer, toResponse } from "./raw-answer.ts";
import { viewAttempt } from "./views.ts";
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

/** For how many seconds the caller wants to wait (`Prefer: wait`); 0 if it does not. */
export const readWait = (prefer: string | undefined): number =>
  Math.min(Number(/(?:^|[,;\s])wait=(\d{1,3})\b/i.exec(prefer ?? "")?.[1] ?? 0), longestWait);

/** For the claim's holder: holds the request until the attempt changes, or for so many seconds. */
export async function holdUntilChange(
  c: HttpContext,
  deps: HttpDeps,
  polls: LongPolls,
  { id, version }: Attempt,
  seconds: number,
): Promise<Response> {
  const reader = { seen: version, tab: readTab(c.req.raw.url) };
  const leave = takePlace(c, deps, id, "polling");
  const headers = [...c.body(null).headers].flat();
  const begin = holder((settle) => polls.begin(id, reader, seconds * 1000, settle), { version, headers, leave });
  return c.env?.holdAnswer ? c.env.holdAnswer(begin) : toResponse(begin, c.req.raw.signal);
}

interface Held {
  /** The version that the caller has seen. */
  readonly version: number;
  /** Headers of the answer, whichever it is: names and values in turn. */
  readonly headers: readonly string[];
  leave(): void;
}

/** A function of its own, so that a held request is not kept in memory. */
const holder =
  (begin: (settle: (outcome: PollOutcome) => void) => () => void, { version, headers, leave }: Held): AnswerLater =>
  (send) => {
    const stop = begin((outcome) => {
      leave();
      send(answerOf(outcome, version, headers));
    });
    return () => {
      stop();
      leave();
    };
  };

function answerOf(outcome: PollOutcome, version: number, headers: readonly string[]): RawAnswer {
  if (outcome === "unchanged") return { status: 304, headers: [...headers, "ETag", etag({ version })], body: "" };
  if (outcome === "taken_over") return problemAnswer(new SaomaError(outcome), headers);
  const body = JSON.stringify(viewAttempt(outcome));
  return { status: 200, headers: [...headers, "ETag", etag(outcome), "Content-Type", "application/json"], body };
}

/** The version of an attempt as an `ETag`. */
export const etag = ({ version }: Pick<Attempt, "version">): string => `"${version}"`;

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

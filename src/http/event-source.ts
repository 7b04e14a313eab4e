import type { Clock } from "../base/clock.ts";
import { createTimerWheel } from "../base/timer-wheel.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { Login } from "../login/login.ts";
import type { Watcher } from "../login/watch/watchers.ts";
import { viewAttempt } from "./views.ts";

/** Where the blocks of one stream go. */
export interface EventWriter {
  /** A whole block of `text/event-stream` (HTML, section 9.2), with its empty line at the end. */
  write(block: string): void;
  end(): void;
}

/** Who reads: the version seen last, and when their tab was shown; each undefined where it is not known. */
export type EventReader = Pick<Watcher, "seen" | "tab">;

/** The streams of a service. */
export interface EventStreams {
  /** Writes an attempt's states to this reader. Returns a function to call when the reader is gone. */
  begin(attemptId: string, reader: EventReader, writer: EventWriter): () => void;
}

/** Browsers reconnect after this many milliseconds. */
const retry = 2_000;

/** A comment this often keeps proxies from closing a quiet stream. */
const heartbeatEvery = 20_000;

export interface EventStreamDeps {
  readonly login: Pick<Login, "follow">;
  readonly clock: Clock;
  /** Aborts when the service begins to stop. */
  readonly closing: AbortSignal;
}

/** Calls, not iterations: a stream that waits costs its connection and two small objects. */
export function createEventStreams(deps: EventStreamDeps): EventStreams {
  const writers = createTimerWheel<EventWriter>(deps.clock, heartbeatEvery, (writer) => writer.write(":\n\n"));
  const endAll = () => {
    for (const writer of writers) writer.end();
  };
  return {
    begin(attemptId, { seen, tab }, writer) {
      // Adding the same listener again changes nothing.
      deps.closing.addEventListener("abort", endAll);
      writer.write(`retry: ${retry}\n\n`);
      writers.add(writer);
      const state = (attempt: Attempt) => writer.write(blockOf(attempt));
      const takenOver = () => {
        writer.write(lastBlock);
        writer.end();
      };
      const unfollow = deps.login.follow(attemptId, { seen, tab, state, ended: () => writer.end(), takenOver });
      if (deps.closing.aborted) writer.end();
      return () => {
        unfollow();
        writers.delete(writer);
      };
    },
  };
}

/** To the older one of two tabs. */
const lastBlock = "event: taken-over\ndata: {}\n\n";

/** Each id is the state's version. */
const blockOf = (attempt: Attempt): string =>
  `event: status\nid: ${attempt.version}\ndata: ${JSON.stringify(viewAttempt(attempt))}\n\n`;

/** The same as a web stream, which buffers for its reader what it is not asked for yet: a handful of states. */
export function toWebStream(begin: (writer: EventWriter) => () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      let isOver = false;
      const end = () => {
        if (isOver) return;
        isOver = true;
        stop();
        controller.close();
      };
      const write = (block: string) => isOver || controller.enqueue(encoder.encode(block));
      const stopOf = begin({ write, end });
      if (isOver) stopOf();
      else stop = stopOf;
    },
    cancel: () => stop(),
  });
}

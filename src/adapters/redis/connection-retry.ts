import type { Clock } from "../../base/clock.ts";
import { withDeadline } from "../../base/deadline.ts";
import { type Random, randomInt } from "../../base/random.ts";
import type { Log } from "../../ports/log.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";
import { failureSentence } from "./failure.ts";

/** A connection to a Redis that may become unavailable at any time. */
export interface ReconnectingRedis {
  /**
   * Sends a command and returns Redis' reply. Returns undefined at once if Redis is unavailable, and after a short
   * timeout if it is slow or refuses.
   */
  ask(command: readonly string[]): Promise<unknown>;
  close(): void;
}

export interface ReconnectingParts {
  readonly target: Target;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A command that Redis must reply to in time before it is used. */
  readonly probe: readonly string[];
  readonly channel: string;
  readonly onMessage: (message: string) => void;
  /** The timeout of a command, in milliseconds. */
  readonly answerTimeout: number;
}

const openTimeout = 2_000;
const firstRetry = 1_000;
const longestRetry = 5_000;
/** How long a connection must last, in milliseconds, before Redis counts as available again. */
const steadyAfter = 10_000;

/** Keeps a connection to Redis and reconnects when it is lost. Each outage is logged once. */
export function createReconnectingRedis(parts: ReconnectingParts): ReconnectingRedis {
  const { target, clock, log, answerTimeout } = parts;
  const { name } = target.address;
  let current: Connection | undefined;
  let isAwayTold = false;
  let isClosed = false;
  let cancel = () => {};

  async function connect(retry: number): Promise<void> {
    let opened: Connection | undefined;
    try {
      opened = await openConnection(target, clock);
      await prepare(opened);
      use(opened);
    } catch (error) {
      opened?.close();
      connectLater(error, retry);
    }
  }

  /**
   * A process that starts is busy and may read the first reply late. So the probe is repeated: one reply in time is
   * enough.
   */
  async function prepare(opened: Connection): Promise<void> {
    await withDeadline(clock, openTimeout, () => opened.subscribe(parts.channel, parts.onMessage));
    await withDeadline(clock, openTimeout, () => opened.ask(parts.probe));
    await answerOf(opened.ask(parts.probe))
      .catch(() => answerOf(opened.ask(parts.probe)))
      .catch(() => answerOf(opened.ask(parts.probe)));
  }

  function use(opened: Connection): void {
    if (isClosed) {
      opened.close();
      return;
    }
    current = opened;
    void opened.lost.then((error) => lose(opened, error));
    if (isAwayTold) cancel = clock.after(steadyAfter, tellBack);
  }

  function lose(lost: Connection, error: unknown): void {
    if (lost !== current) return;
    current = undefined;
    lost.close();
    connectLater(error, firstRetry);
  }

  function connectLater(error: unknown, retry: number): void {
    if (isClosed) return;
    cancel();
    if (!isAwayTold) log.warn({ why: failureSentence(error, name) }, "without Redis each instance limits by itself");
    isAwayTold = true;
    // The random pause keeps instances that lost Redis together from reconnecting together.
    const wait = retry / 2 + randomInt(parts.random, retry);
    cancel = clock.after(wait, () => void connect(Math.min(2 * retry, longestRetry)));
  }

  function tellBack(): void {
    isAwayTold = false;
    log.info({ redis: name }, "Redis is back");
  }

  const answerOf = <T>(answer: Promise<T>): Promise<T> => inTime(clock, answerTimeout, answer);
  void connect(firstRetry);
  return {
    async ask(command) {
      const asked = current;
      if (asked === undefined) return undefined;
      try {
        return await answerOf(asked.ask(command));
      } catch (error) {
        return lose(asked, error);
      }
    },
    close() {
      isClosed = true;
      cancel();
      current?.close();
      current = undefined;
    },
  };
}

/**
 * A reply that has already arrived counts, however late this process reads it: the timeout is checked in an immediate,
 * which runs after reading.
 */
function inTime<T>(clock: Clock, ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no answer within ${ms} ms`));
    const cancel = clock.after(ms, () => setImmediate(late));
    answer.then(resolve, reject).finally(cancel);
  });
}

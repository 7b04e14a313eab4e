import { pause, until } from "./abort-scope.ts";
import { RequestFailed } from "./failure.ts";
import type { Platform } from "./platform.ts";

/** Failures that end within this many milliseconds are not reported. */
const unnoticedMs = 4_000;
const firstDelay = 500;
const longestDelay = 15_000;

/** Retries with growing delays, and reports failures that last. */
export interface RetryPolicy {
  /** Records that the service responded: earlier failures are over. */
  worked(): void;
  /** Waits before the next try. Rejects with `error` if it is not retryable. */
  failed(error: unknown, signal: AbortSignal): Promise<void>;
  /** Runs `call` until it works. */
  retry<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Makes a policy that calls `onTrouble` with a failure that lasts, and with `undefined` when the service responds. */
export function createRetryPolicy(
  platform: Platform,
  onTrouble: (failure: RequestFailed | undefined) => void,
): RetryPolicy {
  let failures = 0;
  let since = 0;

  const policy: RetryPolicy = {
    worked() {
      if (failures > 0) onTrouble(undefined);
      failures = 0;
    },
    async failed(error, signal) {
      if (signal.aborted || !(error instanceof RequestFailed) || !error.retryable) throw error;
      const { retryAfter = 0 } = error;
      if (failures++ === 0) since = platform.now();
      const delay = Math.max(retryAfter, backoff(failures, platform.random()));
      if (platform.now() + delay - since > unnoticedMs) onTrouble(error);
      await sleepUnlessWoken(platform, delay, retryAfter, signal);
    },
    async retry(call, signal) {
      for (;;) {
        try {
          const result = await call();
          policy.worked();
          return result;
        } catch (error) {
          await policy.failed(error, signal);
        }
      }
    },
  };
  return policy;
}

/**
 * Milliseconds before try `n`. They double with each try, and half is random, so that many pages do not reconnect at once.
 */
export function backoff(n: number, random: number): number {
  const full = Math.min(longestDelay, firstDelay * 2 ** (n - 1));
  return full / 2 + (full / 2) * random;
}

/** Waits `ms`, or until the page is shown or the network returns, but never less than `least`. */
async function sleepUnlessWoken(
  { after, onChange, visible }: Platform,
  ms: number,
  least: number,
  signal: AbortSignal,
): Promise<void> {
  await pause(after, least, signal);
  await until(signal, (done) => {
    const cancel = after(ms - least, done);
    const stop = onChange(() => visible() && done());
    return () => {
      cancel();
      stop();
    };
  });
}

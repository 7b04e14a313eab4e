import { pause, until } from "./abort-scope.ts";
import { RequestFailed } from "./failure.ts";
import type { Platform } from "./platform.ts";

/** Trouble that ends within this many milliseconds is not shown. */
const unnoticedMs = 4_000;
const firstDelay = 500;
const longestDelay = 15_000;

/** Tries again and again, ever more slowly, and speaks up when it takes long. */
export interface RetryPolicy {
  /** The service responded: the trouble has ended. */
  worked(): void;
  /** Waits before the next try; fails with `error` itself where trying again is in vain. */
  failed(error: unknown, signal: AbortSignal): Promise<void>;
  /** Runs `call` until it works. */
  retry<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Calls `onTrouble` with trouble that lasts, and with `undefined` when it ends. */
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

/** Milliseconds before try `n`: doubling, half of it random, so that a thousand pages do not return as one. */
export function backoff(n: number, random: number): number {
  const full = Math.min(longestDelay, firstDelay * 2 ** (n - 1));
  return full / 2 + (full / 2) * random;
}

/** Waits `ms`, or less where the page is shown or the network returns, but never less than `least`. */
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

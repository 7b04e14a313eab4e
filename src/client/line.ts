/** One exchange with the service: it is cut from outside, or released when done with. */
export interface Line {
  readonly signal: AbortSignal;
  cut(reason: unknown): void;
  release(): void;
}

/** A line that is also cut when `parent` aborts. (`AbortSignal.any` is younger than many phones.) */
export function openLine(parent?: AbortSignal): Line {
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    cut: (reason) => controller.abort(reason),
    release() {
      parent?.removeEventListener("abort", follow);
      controller.abort();
    },
  };
}

/**
 * Resolves with what `arm` is called back with; rejects with the signal's reason when it aborts before. What `arm`
 * answers is called in the end, either way.
 */
export async function until<T = void>(signal: AbortSignal, arm: (done: (value: T) => void) => () => void): Promise<T> {
  let disarm = () => {};
  let stop = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      stop = () => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop);
      disarm = arm(resolve);
    });
  } finally {
    disarm();
    signal.removeEventListener("abort", stop);
  }
}

/** Resolves after `ms`; rejects as above. */
export const pause = (after: After, ms: number, signal: AbortSignal): Promise<void> =>
  until(signal, (done) => after(ms, done));

type After = (ms: number, act: () => void) => () => void;

/** Calls `bite` once nobody has fed it for the time it was last given. */
export function createWatchdog(after: After, bite: () => void) {
  let cancel = () => {};
  return {
    feed(ms: number): void {
      cancel();
      cancel = after(ms, bite);
    },
    stop: (): void => cancel(),
  };
}

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

/** Resolves after `ms`; rejects with the signal's reason when it aborts before. */
export function pause(
  after: (ms: number, act: () => void) => () => void,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** Calls `bite` once nobody has fed it for the time it was last given. */
export function createWatchdog(after: (ms: number, act: () => void) => () => void, bite: () => void) {
  let cancel = () => {};
  return {
    feed(ms: number): void {
      cancel();
      cancel = after(ms, bite);
    },
    stop: (): void => cancel(),
  };
}

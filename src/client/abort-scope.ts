/**
 * Opens a controller for one exchange with the service. It aborts when `parent` does, with the same reason; the caller
 * aborts it when the exchange ends. (`AbortSignal.any` would do this, but many phones do not have it.)
 */
export function openAbortScope(parent?: AbortSignal): AbortController {
  const scope = new AbortController();
  const follow = () => scope.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { signal: scope.signal });
  return scope;
}

/**
 * Resolves with the value that `arm` passes to `done`; rejects with the signal's reason if the signal aborts first.
 * `arm` returns a cleanup function, which is called in both cases.
 */
export async function until<T = void>(parent: AbortSignal, arm: (done: (value: T) => void) => () => void): Promise<T> {
  const scope = openAbortScope(parent);
  const { signal } = scope;
  let disarm = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.onabort = () => reject(signal.reason);
      if (signal.aborted) reject(signal.reason);
      else disarm = arm(resolve);
    });
  } finally {
    disarm();
    scope.abort();
  }
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason if the signal aborts first. */
export const pause = (after: After, ms: number, signal: AbortSignal): Promise<void> =>
  until(signal, (done) => after(ms, done));

type After = (ms: number, act: () => void) => () => void;

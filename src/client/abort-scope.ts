/**
 * One exchange with the service: aborted when `parent` is, with its reason, from outside, or when done with. (Any signal
 * of several, `AbortSignal.any`, is younger than many phones.)
 */
export function openAbortScope(parent?: AbortSignal): AbortController {
  const scope = new AbortController();
  const follow = () => scope.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { signal: scope.signal });
  return scope;
}

/**
 * Resolves with what `arm` is called back with; rejects with the signal's reason when it aborts before. What `arm`
 * answers is called in the end, either way.
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

/** Resolves after `ms`; rejects as above. */
export const pause = (after: After, ms: number, signal: AbortSignal): Promise<void> =>
  until(signal, (done) => after(ms, done));

type After = (ms: number, act: () => void) => () => void;

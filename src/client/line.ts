/**
 * One exchange with the service: aborted when `parent` is, with its reason, from outside, or when done with. (Any signal
 * of several, `AbortSignal.any`, is younger than many phones.)
 */
export function openLine(parent?: AbortSignal): AbortController {
  const line = new AbortController();
  const follow = () => line.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { signal: line.signal });
  return line;
}

/**
 * Resolves with what `arm` is called back with; rejects with the signal's reason when it aborts before. What `arm`
 * answers is called in the end, either way.
 */
export async function until<T = void>(parent: AbortSignal, arm: (done: (value: T) => void) => () => void): Promise<T> {
  const line = openLine(parent);
  const { signal } = line;
  let disarm = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.onabort = () => reject(signal.reason);
      if (signal.aborted) reject(signal.reason);
      else disarm = arm(resolve);
    });
  } finally {
    disarm();
    line.abort();
  }
}

/** Resolves after `ms`; rejects as above. */
export const pause = (after: After, ms: number, signal: AbortSignal): Promise<void> =>
  until(signal, (done) => after(ms, done));

type After = (ms: number, act: () => void) => () => void;

import { until } from "./abort-scope.ts";
import type { Platform } from "./platform.ts";

/** The abort reason when the page was shown, was hidden for long, or came back online. */
export const visibilityChanged = Symbol("visibility changed");

/** How long a hidden page keeps listening, in milliseconds. */
const hiddenGraceMs = 30_000;

/** Resolves as soon as the page is visible. */
export const untilVisible = ({ visible, onChange }: Platform, signal: AbortSignal): Promise<void> =>
  until(signal, (done) => {
    if (visible()) done();
    return onChange(() => visible() && done());
  });

/**
 * Aborts `scope` with {@link visibilityChanged} when the page is shown again, because the connection may have died
 * unnoticed, and when the page has been hidden for a while and `maySleep` allows it. Returns a function that stops this.
 */
export function abortOnVisibilityChange(
  platform: Platform,
  scope: AbortController,
  maySleep: () => boolean,
): () => void {
  let cancel = () => {};
  const stop = platform.onChange(() => {
    cancel();
    if (platform.visible()) scope.abort(visibilityChanged);
    else cancel = platform.after(hiddenGraceMs, () => maySleep() && scope.abort(visibilityChanged));
  });
  return () => {
    cancel();
    stop();
  };
}

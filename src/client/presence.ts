import { until } from "./line.ts";
import type { Platform } from "./platform.ts";

/** The reason a line is cut with because the page was shown, hidden for long, or came back online. */
export const moved = Symbol("moved");

/** Milliseconds that a hidden page goes on listening. */
const nap = 30_000;

/** Resolves as soon as the page is visible. */
export const beSeen = ({ visible, onChange }: Platform, signal: AbortSignal): Promise<void> =>
  until(signal, (done) => {
    if (visible()) done();
    return onChange(() => visible() && done());
  });

/**
 * Cuts `line` with {@link moved} when the page is shown again, because it may have died unnoticed, and when
 * it has been hidden for a while and `maySleep`. The answer stops that.
 */
export function cutWhenMoved(platform: Platform, line: AbortController, maySleep: () => boolean): () => void {
  let cancel = () => {};
  const stop = platform.onChange(() => {
    cancel();
    if (platform.visible()) line.abort(moved);
    else cancel = platform.after(nap, () => maySleep() && line.abort(moved));
  });
  return () => {
    cancel();
    stop();
  };
}

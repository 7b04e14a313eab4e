import type { Line } from "./line.ts";
import type { Platform } from "./platform.ts";

/** The reason a line is cut with because the page was shown, hidden for long, or came back online. */
export const moved = Symbol("moved");

/** Milliseconds that a hidden page goes on listening. */
const nap = 30_000;

/** Resolves as soon as the page is visible. */
export function beSeen(platform: Platform, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!signal.aborted && !platform.visible()) return;
      stop();
      signal.removeEventListener("abort", look);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const stop = platform.onChange(look);
    signal.addEventListener("abort", look);
    look();
  });
}

/**
 * Cuts `line` with {@link moved} when the page is shown again, because it may have died unnoticed, and when
 * it has been hidden for a while and `maySleep`. The answer stops that.
 */
export function cutWhenMoved(platform: Platform, line: Line, maySleep: () => boolean): () => void {
  let cancel = () => {};
  const stop = platform.onChange(() => {
    cancel();
    if (platform.visible()) line.cut(moved);
    else cancel = platform.after(nap, () => maySleep() && line.cut(moved));
  });
  return () => {
    cancel();
    stop();
  };
}

import type { Platform } from "./platform.ts";

/** This page as one of a browser's tabs. Of two that follow one attempt, the service keeps the one shown later. */
export interface Tab {
  /** When it was last shown or took the attempt back, in Unix milliseconds. */
  since(): number;
  /** Takes back an attempt that another tab took over. */
  take(): void;
  /** Calls `act`, and it alone, whenever it is taken, also because the page was shown; the answer stops that. */
  onTake(act: () => void): () => void;
  stop(): void;
}

/** Listens until it is stopped. */
export function createTab(platform: Platform): Tab {
  let taken = () => {};
  let since = platform.openedAt();
  let visible = platform.visible();
  const take = () => {
    since = platform.now();
    taken();
  };
  const stop = platform.onChange(() => {
    const wasVisible = visible;
    visible = platform.visible();
    if (visible && !wasVisible) take();
  });
  return {
    since: () => since,
    take,
    onTake(act) {
      taken = act;
      return () => {
        taken = () => {};
      };
    },
    stop,
  };
}

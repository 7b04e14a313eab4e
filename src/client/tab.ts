import type { Platform } from "./platform.ts";

/** This page as one of a browser's tabs. Of two that follow one attempt, the service keeps the one shown later. */
export interface Tab {
  /** When this tab was last shown or last took the attempt back, in Unix milliseconds. */
  since(): number;
  /** Takes back an attempt that another tab took over. */
  take(): void;
  /** Calls `act` when this tab takes the attempt back or is shown; replaces an earlier `act`. Returns a stop function. */
  onTake(act: () => void): () => void;
  stop(): void;
}

/** Makes the tab of this page. It listens to the page until `stop` is called. */
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

/** Work that continues after a call was answered. */
export interface BackgroundTasks {
  add(work: Promise<unknown>): void;
  /** Resolves when no work is left. */
  settled(): Promise<void>;
}

export function createBackgroundTasks(): BackgroundTasks {
  const pending = new Set<Promise<unknown>>();
  return {
    add(work) {
      pending.add(work);
      const done = () => pending.delete(work);
      work.then(done, done);
    },
    async settled() {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
  };
}

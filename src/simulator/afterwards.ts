/** What goes on after a call was answered. */
export interface Afterwards {
  add(work: Promise<unknown>): void;
  /** Resolves when nothing goes on any more. */
  settled(): Promise<void>;
}

export function createAfterwards(): Afterwards {
  const under = new Set<Promise<unknown>>();
  return {
    add(work) {
      under.add(work);
      const done = () => under.delete(work);
      work.then(done, done);
    },
    async settled() {
      while (under.size > 0) await Promise.allSettled(under);
    },
  };
}

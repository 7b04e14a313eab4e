/**
 * "This attempt changed, go and read." Best effort: hints may be lost, doubled or late, so that every waiter also
 * looks by itself now and then.
 */
export interface Hints {
  /** Published after the commit, never inside a transaction. Calls no subscriber before it returns. */
  publish(attemptId: string): void;
  /** Calls `onHint` for every hint, of any attempt. Returns a function that stops this. */
  subscribe(onHint: (attemptId: string) => void): () => void;
}

/**
 * "This attempt changed, go and read." Best effort: hints may be lost, doubled or late, and whoever
 * waits for one also looks by itself now and then.
 */
export interface Hints {
  /** Published after the commit, never inside a transaction. Calls no subscriber before it returns. */
  publish(attemptId: string): void;
  /** Calls `onHint` for every hint, of whichever attempt, until the answer is called. */
  subscribe(onHint: (attemptId: string) => void): () => void;
}

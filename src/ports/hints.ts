/**
 * "This attempt changed, go and read." Best effort: hints may be lost, doubled or late, and whoever
 * waits for one also looks by itself now and then.
 */
export interface Hints {
  /** Published after the commit, never inside a transaction. */
  publish(attemptId: string): void;
  /** Calls `onHint` for each hint until the answer is called. */
  subscribe(attemptId: string, onHint: () => void): () => void;
}

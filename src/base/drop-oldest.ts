/** A map or set, whose iteration begins with the oldest entry. */
interface Aging<Key> {
  readonly size: number;
  keys(): IterableIterator<Key>;
  delete(key: Key): boolean;
}

/** Deletes the oldest entries until at most `max` are left. An entry that was deleted and added again counts as new. */
export function dropOldest<Key>(entries: Aging<Key>, max: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= max) return;
    entries.delete(oldest);
  }
}

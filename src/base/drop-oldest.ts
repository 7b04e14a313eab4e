/** A map or set, of which iteration gives the oldest entry first. */
interface Aging<Key> {
  readonly size: number;
  keys(): IterableIterator<Key>;
  delete(key: Key): boolean;
}

/** Deletes entries until at most `max` are left: those that were added first. An entry added anew counts as new. */
export function dropOldest<Key>(entries: Aging<Key>, max: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= max) return;
    entries.delete(oldest);
  }
}

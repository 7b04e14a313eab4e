import type { DatabaseSync } from "./engine.ts";
import type { Guard } from "./statements.ts";

/** The maximum number of cached results, some megabytes in all. */
const most = 4_000;

/**
 * Caches what `read` found for a key as long as nothing is committed to the database, by this process or another.
 * SQLite's `data_version` tells that in less than a quarter of the time that reading a session takes. Results that are
 * undefined are not cached.
 */
export function cacheRead<T extends object>(
  reader: DatabaseSync,
  guard: Guard,
  read: (key: string) => Promise<T | undefined>,
): (key: string) => Promise<T | undefined> {
  const version = reader.prepare("PRAGMA data_version");
  const kept = new Map<string, T>();
  let keptAt: unknown;

  return async (key) => {
    // The version is read first: a commit between the two reads is noticed by the next call.
    const now = guard(() => version.get()?.data_version);
    if (now !== keptAt || kept.size >= most) kept.clear();
    keptAt = now;
    const before = kept.get(key);
    if (before) return before;
    const found = await read(key);
    if (found && keptAt === now) kept.set(key, found);
    return found;
  };
}

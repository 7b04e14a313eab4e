import type { DatabaseSync } from "./engine.ts";
import type { Guard } from "./statements.ts";

/** The most results that are kept at the same time: some megabytes. */
const most = 4_000;

/**
 * Repeats what `read` found for a key while nothing was committed to the database, by this process or another.
 * SQLite tells that by `data_version`, for less than a quarter of what a session with its account costs. What was not
 * found is asked again each time.
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
    // Asked before the read: what is committed between the two is seen by the next call.
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

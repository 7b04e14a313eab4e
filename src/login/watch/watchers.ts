import { randomInt } from "../../base/random.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { endsAt, hasEnded } from "../../domain/attempt-deadline.ts";
import type { LoginContext } from "../context.ts";
import { type AttemptForBrowser, describeForBrowser } from "./known-browser.ts";

/** A client that waits for an attempt. It receives each state that it has not seen; `ended` is its last call. */
export interface Watcher {
  /** The version that the client saw last; undefined if none. Updated here. */
  seen: number | undefined;
  /** When its page was last shown, in milliseconds by the page's clock, if known; see {@link takesOver}. */
  readonly tab?: number | undefined;
  state(attempt: AttemptForBrowser): void;
  ended(): void;
  /** A tab of the same browser that was shown later watches the attempt now. Called once, as the last. */
  takenOver(): void;
}

export interface Watchers {
  /**
   * Calls the watcher for every state that it has not seen, until the returned function is called or the attempt has
   * ended.
   */
  follow(attemptId: string, follower: Watcher): () => void;
}

/**
 * Whether one tab takes over from another, because it was shown later. A difference below a tenth of a second is taken
 * for the same page. Clients without the time neither take over nor are taken over, so that two clients that reconnect
 * by themselves, as `EventSource` does, cannot alternate for ever.
 */
const takesOver = (tab: number | undefined, other: number | undefined): boolean =>
  tab !== undefined && other !== undefined && tab - other > samePage;

const samePage = 100;

/** Every watched attempt is read once in `slots * slotLength` ms, together with the others of its slot. */
const slots = 128;
const slotLength = 25;

/** A watched attempt, as it was last read. */
interface Watched {
  watchers: Watcher[];
  /** The version that was read; 0 forces a read. */
  version: number;
  /** When it expires, which changes no row. */
  endsAt: number | undefined;
}

/**
 * All watchers, one small object each: there may be ten thousand. The database is the truth. A hint only causes an
 * immediate read; without hints each attempt is read every three seconds. All attempts of a slot are read by one query,
 * which returns the changed ones.
 */
export function createWatchers(setup: LoginContext): Watchers {
  const { store, hints, clock, random, log } = setup;
  const followed = new Map<string, Watched>();
  const rounds = Array.from({ length: slots }, () => new Set<string>());
  const wanted = new Set<string>();
  let ticking = false;
  let reading = false;

  async function look(ids: Iterable<string>): Promise<void> {
    const seen = new Map<string, number>();
    const now = store.now();
    for (const id of ids) {
      const watched = followed.get(id);
      if (watched) seen.set(id, now >= (watched.endsAt ?? now + 1) ? 0 : watched.version);
    }
    if (seen.size === 0) return;
    try {
      const { attempts, gone } = await store.read.changed(seen);
      for (const id of gone) show(id, undefined);
      for (const attempt of attempts) void describe(attempt);
    } catch (error) {
      log.warn({ err: error, attempts: seen.size }, "could not read a watched attempt; will retry");
    }
  }

  async function describe(stored: Attempt): Promise<void> {
    const { id, version } = stored;
    try {
      const attempt = await describeForBrowser(setup, advance(stored, { type: "tick" }, store.now()).attempt);
      const watched = followed.get(id);
      if (watched && version >= watched.version) Object.assign(watched, { version, endsAt: endsAt(stored) });
      show(id, attempt);
    } catch (error) {
      log.warn({ err: error, attempt: id }, "could not read a watched attempt; will retry");
    }
  }

  function show(id: string, attempt: AttemptForBrowser | undefined): void {
    const over = attempt === undefined || hasEnded(attempt);
    for (const follower of [...(followed.get(id)?.watchers ?? [])]) {
      if (attempt && attempt.version > (follower.seen ?? 0)) {
        follower.seen = attempt.version;
        follower.state(attempt);
      }
      if (over) follower.ended();
    }
    if (over) followed.delete(id);
  }

  /** Requests a read: now, or together with all that are requested during another read. */
  function want(id: string): void {
    wanted.add(id);
    if (!reading) void lookAtWanted();
  }

  async function lookAtWanted(): Promise<void> {
    reading = true;
    // Requests of the same microtask turn are read together.
    await undefined;
    while (wanted.size > 0) {
      const ids = [...wanted];
      wanted.clear();
      await look(ids);
    }
    reading = false;
  }

  function tick(slot: number): void {
    const round = rounds[slot] ?? new Set();
    for (const id of round) if (!followed.has(id)) round.delete(id);
    void look(round);
    ticking = followed.size > 0;
    if (ticking) clock.after(slotLength, () => tick((slot + 1) % slots));
  }

  function add(id: string, follower: Watcher): void {
    const there = followed.get(id);
    if (there) {
      there.watchers.push(follower);
      // The new watcher has not seen the last state, so it must be read.
      there.version = 0;
      return;
    }
    followed.set(id, { watchers: [follower], version: 0, endsAt: undefined });
    rounds[randomInt(random, slots)]?.add(id);
    if (!ticking) tick(0);
  }

  function leave(id: string, follower: Watcher): void {
    const watched = followed.get(id);
    if (!watched) return;
    watched.watchers = watched.watchers.filter((other) => other !== follower);
    if (watched.watchers.length === 0) followed.delete(id);
  }

  hints.subscribe((id) => {
    if (followed.has(id)) want(id);
  });
  return {
    follow(id, follower) {
      const others = followed.get(id)?.watchers ?? [];
      if (others.some(({ tab }) => takesOver(tab, follower.tab))) {
        follower.takenOver();
        return () => {};
      }
      for (const older of others.filter(({ tab }) => takesOver(follower.tab, tab))) {
        leave(id, older);
        older.takenOver();
      }
      add(id, follower);
      want(id);
      return () => leave(id, follower);
    },
  };
}

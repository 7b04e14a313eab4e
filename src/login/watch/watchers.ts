import { randomInt } from "../../base/random.ts";
import { advance } from "../../domain/advance.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import type { LoginContext } from "../context.ts";
import { type AttemptForBrowser, describeForBrowser } from "./known-browser.ts";

/** A client that waits for an attempt. Called with every state it has not seen; `ended` is called once, as the last. */
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

/** Every watched attempt is read once in `slots * slotLength` ms, each in a slot of its own. */
const slots = 128;
const slotLength = 25;

/**
 * All watchers, one small object each: there may be ten thousand. The database is the truth. A hint only causes an
 * immediate read; without hints each attempt is read every three seconds.
 */
export function createWatchers(setup: LoginContext): Watchers {
  const { store, hints, clock, random, log } = setup;
  const followed = new Map<string, Watcher[]>();
  const rounds = Array.from({ length: slots }, () => new Set<string>());
  let ticking = false;

  async function look(id: string): Promise<void> {
    try {
      const stored = await store.read.attempt(id);
      show(id, stored && (await describeForBrowser(setup, advance(stored, { type: "tick" }, store.now()).attempt)));
    } catch (error) {
      log.warn({ err: error, attempt: id }, "could not read a watched attempt; will retry");
    }
  }

  function show(id: string, attempt: AttemptForBrowser | undefined): void {
    const over = attempt === undefined || hasEnded(attempt);
    for (const follower of [...(followed.get(id) ?? [])]) {
      if (attempt && attempt.version > (follower.seen ?? 0)) {
        follower.seen = attempt.version;
        follower.state(attempt);
      }
      if (over) follower.ended();
    }
    if (over) followed.delete(id);
  }

  function tick(slot: number): void {
    for (const id of rounds[slot] ?? []) {
      if (followed.has(id)) void look(id);
      else rounds[slot]?.delete(id);
    }
    ticking = followed.size > 0;
    if (ticking) clock.after(slotLength, () => tick((slot + 1) % slots));
  }

  function add(id: string, follower: Watcher): void {
    const there = followed.get(id);
    if (there) return void there.push(follower);
    followed.set(id, [follower]);
    rounds[randomInt(random, slots)]?.add(id);
    if (!ticking) tick(0);
  }

  function leave(id: string, follower: Watcher): void {
    const rest = followed.get(id)?.filter((other) => other !== follower) ?? [];
    if (rest.length > 0) followed.set(id, rest);
    else followed.delete(id);
  }

  hints.subscribe((id) => {
    if (followed.has(id)) void look(id);
  });
  return {
    follow(id, follower) {
      const others = followed.get(id) ?? [];
      if (others.some(({ tab }) => takesOver(tab, follower.tab))) {
        follower.takenOver();
        return () => {};
      }
      for (const older of others.filter(({ tab }) => takesOver(follower.tab, tab))) {
        leave(id, older);
        older.takenOver();
      }
      add(id, follower);
      void look(id);
      return () => leave(id, follower);
    },
  };
}

import { equalInConstantTime } from "../../base/bytes.ts";
import { type Attempt, advance } from "../../domain/attempt.ts";
import { claimOn, hashClaim, type Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { LoginContext } from "../context.ts";
import { type AttemptForBrowser, describeForBrowser } from "./known-browser.ts";
import type { Watcher, Watchers } from "./watchers.ts";

/** Whether this proof is the claim on this attempt. */
export const isHolder = (attempt: Attempt, proof: Proof): boolean =>
  equalInConstantTime(attempt.claimHash, hashClaim(claimOn(attempt.id, proof)));

/** The attempt as its claim's holder sees it now. Without the claim it does not exist. */
export async function view(setup: LoginContext, id: string, proof: Proof | undefined): Promise<AttemptForBrowser> {
  const attempt = await setup.store.read.attempt(id);
  if (!attempt || !proof || !isHolder(attempt, proof)) throw new SaomaError("attempt_not_found");
  return describeForBrowser(setup, advance(attempt, { type: "tick" }, setup.store.now()).attempt);
}

export interface WatchOptions {
  /** The version seen last. */
  readonly after?: number | undefined;
  readonly tab?: Watcher["tab"];
  readonly signal: AbortSignal;
}

/**
 * Every state of an attempt, the present one first unless its version is `after`; ends with the attempt or the
 * signal, fails with `taken_over`. States may be skipped, never repeated. Whoever calls has shown the claim.
 */
export async function* watch(
  followers: Watchers,
  id: string,
  { after, tab, signal }: WatchOptions,
): AsyncGenerator<AttemptForBrowser> {
  let [bell, latest, over] = [
    Promise.withResolvers<void>(),
    undefined as AttemptForBrowser | undefined,
    signal.aborted,
  ];
  let isTakenOver = false;
  const end = () => {
    over = true;
    bell.resolve();
  };
  const unfollow = followers.follow(id, {
    seen: after,
    tab,
    state(attempt) {
      latest = attempt;
      bell.resolve();
    },
    ended: end,
    takenOver() {
      isTakenOver = true;
      end();
    },
  });
  signal.addEventListener("abort", end);
  try {
    while (latest || !over) {
      await bell.promise;
      bell = Promise.withResolvers();
      const attempt = latest;
      latest = undefined;
      if (attempt) yield attempt;
    }
    if (isTakenOver) throw new SaomaError("taken_over");
  } finally {
    unfollow();
    signal.removeEventListener("abort", end);
  }
}

import { equalInConstantTime } from "../base/bytes.ts";
import { randomInt } from "../base/random.ts";
import { type Attempt, advance, endsAt, hasEnded } from "../domain/attempt.ts";
import { claimOn, hashClaim, type Proof } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Setup } from "./setup.ts";

/** Whether this proof is the claim on this attempt. */
export const isHolder = (attempt: Attempt, proof: Proof): boolean =>
  equalInConstantTime(attempt.claimHash, hashClaim(claimOn(attempt.id, proof)));

/** The attempt as its claim's holder sees it now. Without the claim it does not exist. */
export async function view(setup: Setup, id: string, proof: Proof | undefined): Promise<Attempt> {
  const attempt = await setup.store.read.attempt(id);
  if (!attempt || !proof || !isHolder(attempt, proof)) throw new SaomaError("attempt_not_found");
  return advance(attempt, { type: "tick" }, setup.store.now()).attempt;
}

/**
 * Every state of an attempt, the present one first unless its version is `after`; ends with the attempt
 * or the signal. States may be skipped, never repeated. Hints only hasten it: it looks by itself, too.
 */
export async function* watch(
  setup: Setup,
  id: string,
  proof: Proof,
  options: { readonly after?: number | undefined; readonly signal: AbortSignal },
): AsyncGenerator<Attempt> {
  const { signal } = options;
  const bell = createBell(setup, id, signal);
  let seen = options.after;
  try {
    for (;;) {
      bell.reset();
      const attempt = await view(setup, id, proof);
      if (attempt.version !== seen) yield attempt;
      seen = attempt.version;
      if (hasEnded(attempt) || signal.aborted) return;
      await bell.rung(nextLook(setup, attempt));
      if (signal.aborted) return;
    }
  } finally {
    bell.close();
  }
}

const lookEvery = 2_000;

/** A jittered while, so that ten thousand watchers do not look at once; or the attempt's own end. */
function nextLook(setup: Setup, attempt: Attempt): number {
  const end = endsAt(attempt);
  const tick = lookEvery + randomInt(setup.random, lookEvery);
  return end === undefined ? tick : Math.max(1, Math.min(tick, end - setup.store.now()));
}

/** Rings for a hint, the signal or a timer; a ring between `reset` and `rung` is not missed. */
function createBell(setup: Setup, id: string, signal: AbortSignal) {
  let ringing = Promise.withResolvers<void>();
  const ring = () => ringing.resolve();
  const unsubscribe = setup.hints.subscribe(id, ring);
  signal.addEventListener("abort", ring);
  return {
    reset() {
      ringing = Promise.withResolvers();
    },
    async rung(ms: number) {
      const cancel = setup.clock.after(ms, ring);
      if (!signal.aborted) await ringing.promise;
      cancel();
    },
    close() {
      unsubscribe();
      signal.removeEventListener("abort", ring);
    },
  };
}

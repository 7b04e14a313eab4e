import { equalInConstantTime } from "../base/bytes.ts";
import { type Attempt, advance } from "../domain/attempt.ts";
import { claimOn, hashClaim, type Proof } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Followers } from "./followers.ts";
import { type Recognised, recognise } from "./recognise.ts";
import type { Setup } from "./setup.ts";

/** Whether this proof is the claim on this attempt. */
export const isHolder = (attempt: Attempt, proof: Proof): boolean =>
  equalInConstantTime(attempt.claimHash, hashClaim(claimOn(attempt.id, proof)));

/** The attempt as its claim's holder sees it now. Without the claim it does not exist. */
export async function view(setup: Setup, id: string, proof: Proof | undefined): Promise<Recognised> {
  const attempt = await setup.store.read.attempt(id);
  if (!attempt || !proof || !isHolder(attempt, proof)) throw new SaomaError("attempt_not_found");
  return recognise(setup, advance(attempt, { type: "tick" }, setup.store.now()).attempt);
}

/**
 * Every state of an attempt, the present one first unless its version is `after`; ends with the attempt or the
 * signal. States may be skipped, never repeated. Whoever calls has shown the claim.
 */
export async function* watch(
  followers: Followers,
  id: string,
  { after, signal }: { readonly after?: number | undefined; readonly signal: AbortSignal },
): AsyncGenerator<Recognised> {
  let [bell, latest, over] = [Promise.withResolvers<void>(), undefined as Recognised | undefined, signal.aborted];
  const end = () => {
    over = true;
    bell.resolve();
  };
  const unfollow = followers.follow(id, {
    seen: after,
    state(attempt) {
      latest = attempt;
      bell.resolve();
    },
    ended: end,
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
  } finally {
    unfollow();
    signal.removeEventListener("abort", end);
  }
}

import { equalInConstantTime } from "../../base/bytes.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { claimOn, hashClaim, type Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { LoginContext } from "../context.ts";
import { type AttemptForBrowser, describeForBrowser } from "./known-browser.ts";

/** Whether this proof is the claim of the attempt. */
export const isHolder = (attempt: Attempt, proof: Proof): boolean =>
  equalInConstantTime(attempt.claimHash, hashClaim(claimOn(attempt.id, proof)));

/**
 * The attempt for its claim's holder. Without the claim it fails as for an unknown id, and so does a sign-in to the
 * operator's console, which the public port does not serve.
 */
export async function attemptOf(setup: LoginContext, id: string, proof: Proof | undefined): Promise<Attempt> {
  const attempt = await setup.store.read.attempt(id);
  if (!attempt || !proof || !isHolder(attempt, proof)) throw new SaomaError("attempt_not_found");
  if (attempt.purpose === "administer") throw new SaomaError("attempt_not_found");
  return advance(attempt, { type: "tick" }, setup.store.now()).attempt;
}

/** As {@link attemptOf}, as the browser may see it, with its account. */
export const view = async (setup: LoginContext, id: string, proof: Proof | undefined): Promise<AttemptForBrowser> =>
  describeForBrowser(setup, await attemptOf(setup, id, proof));

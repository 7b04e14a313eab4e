import type { SessionView } from "../wire/session.ts";
import type { AgreedTerms } from "../wire/terms.ts";
import type { AttemptHandle } from "./attempts.ts";
import type { SignInClient } from "./client.ts";
import { isFailure } from "./failure.ts";

/** Redeems a granted attempt. If another tab of this browser has redeemed it already, returns the session it got. */
export async function fetchResult(
  client: SignInClient,
  attempt: AttemptHandle,
  signal: AbortSignal,
  terms?: AgreedTerms,
): Promise<SessionView> {
  try {
    return await client.attempts.redeem(attempt, signal, terms);
  } catch (error) {
    const session = isFailure(error, "already_redeemed") && (await client.session(signal));
    if (session) return session;
    throw error;
  }
}

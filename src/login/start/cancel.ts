import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { save } from "../transition/apply.ts";
import { attemptOf } from "../watch/watch.ts";

/** Cancels an attempt if it has not ended. Returns the attempt. */
export async function cancel(stores: Stores, id: string): Promise<Attempt | undefined> {
  const before = await stores.attempts.get(id);
  if (!before) return undefined;
  const { attempt, outcome } = advance(before, { type: "cancel" }, stores.now);
  if (outcome === "moved") await save(stores, before, attempt);
  return attempt;
}

/** Cancels an attempt for the browser that has its claim. */
export async function cancelFor(setup: LoginContext, id: string, proof: Proof | undefined): Promise<Attempt> {
  await attemptOf(setup, id, proof);
  const attempt = await setup.store.transact((stores) => cancel(stores, id));
  if (attempt?.status === "redeemed") throw new SaomaError("attempt_ended");
  if (!attempt) throw new SaomaError("attempt_not_found");
  setup.hints.publish(id);
  return attempt;
}

// Pairs the page with the person who scanned: by code, or by agreeing to them.
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import type { AttemptEvent } from "../../domain/attempt-event.ts";
import { SaomaError } from "../../domain/errors.ts";
import { isPairingCode, pairingOf, pairingTries } from "../../domain/pairing.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { save } from "./apply.ts";

/** The answer of the page's holder about the person. */
export interface PairingAnswer {
  /** The typed pairing code. Only the WeChat that scanned was told the code. */
  readonly pairingCode?: string | undefined;
  /** The page named the person, and its holder agreed. */
  readonly agreed?: boolean | undefined;
}

type PairingResult = "paired" | "required" | "wrong";

/**
 * Pairs the page with the WeChat that answered, if the attempt may have lasting results. The caller has checked the
 * claim. A wrong code is counted in the transaction that compares it, and the third one ends the attempt.
 * @throws {SaomaError} `pairing_required` without an answer, `wrong_pairing_code` with a wrong one.
 */
export async function pair(setup: LoginContext, id: string, answer: PairingAnswer): Promise<void> {
  const result = await setup.store.transact((stores) => pairOnce(setup, stores, id, answer));
  if (result !== "required") setup.hints.publish(id);
  if (result === "required") throw new SaomaError("pairing_required");
  if (result === "wrong") throw new SaomaError("wrong_pairing_code");
}

async function pairOnce(
  setup: LoginContext,
  stores: Stores,
  id: string,
  answer: PairingAnswer,
): Promise<PairingResult> {
  const before = await stores.attempts.get(id);
  if (!before) throw new SaomaError("attempt_not_found");
  const { attempt } = advance(before, { type: "tick" }, stores.now);
  if (hasEnded(attempt)) throw new SaomaError("attempt_ended");
  const isRight = readAnswer(setup, attempt, answer);
  if (isRight === undefined) return pairingOf(attempt) === undefined ? "paired" : "required";
  const last = (attempt.pairingTries ?? 0) + 1 >= pairingTries;
  const event: AttemptEvent = isRight ? { type: "pair" } : { type: "mispair", last };
  await save(stores, before, advance(attempt, event, stores.now).attempt);
  return isRight ? "paired" : "wrong";
}

/** Whether the answer is right; undefined if none is needed or none was given. */
function readAnswer({ key }: LoginContext, attempt: Attempt, { pairingCode, agreed }: PairingAnswer) {
  const wanted = pairingOf(attempt);
  if (wanted === "agree") return agreed ? true : undefined;
  return wanted === undefined || pairingCode === undefined ? undefined : isPairingCode(key, attempt, pairingCode);
}

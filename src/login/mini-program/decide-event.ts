// Turns a person's decision on the mini-program's page into an event of the attempt.
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { AttemptEvent } from "../../domain/attempt-event.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { newNumber } from "../../domain/number.ts";
import type { AttemptPolicy } from "../../domain/policy.ts";
import { afterConfirm, afterScan } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { firstSignIn } from "../transition/first-sign-in.ts";
import { isNewcomer, personOfCaller, requiredNumber } from "./describe-attempt.ts";

/** An action on the mini-program's page: open, allow, decline. */
export type Decision = "scan" | "confirm" | "decline";

/** A decision with what the person typed and chose. */
export interface DecisionInput {
  readonly decision: Decision;
  readonly phone: string | undefined;
  readonly number: string | undefined;
  readonly own: boolean | undefined;
}

/** The event of a decision. The tap on “allow” is the confirm, so this channel always asks. A refused newcomer is told at the scan. */
export async function decisionEvent(
  setup: LoginContext,
  stores: Stores,
  caller: MiniProgramSession,
  decision: Decision,
  { before, policy }: { readonly before: Attempt; readonly policy: AttemptPolicy },
): Promise<AttemptEvent> {
  const { openId } = caller;
  if (decision === "decline") return { type: decision, openId };
  const newcomer = await isNewcomer(setup, stores, caller);
  const first = await firstSignIn(stores, before, personOfCaller(setup, caller));
  if (decision === "confirm") return { type: decision, openId, next: afterConfirm(policy, { newcomer }), ...first };
  const next = afterScan({ ...policy, confirm: "always" }, { newcomer, knownBrowser: false });
  const byNumber = next === "ask" && policy.confirmBy === "number" ? { number: newNumber(setup.random) } : {};
  return { type: "scan", openId, next, ...byNumber, ...first };
}

/**
 * Whether the person said that the account, to which their WeChat was added recently, is not theirs. A confirm without
 * `own` comes from a page that did not ask.
 */
export function isAnotherAccount({ status, addedAt, openId: theirs }: Attempt, openId: string, own?: boolean): boolean {
  if (status !== "scanned" || addedAt === undefined || theirs !== openId) return false;
  if (own === undefined) throw ownNeeded();
  return !own;
}

const ownNeeded = (): SaomaError =>
  new SaomaError("invalid_request", {
    message:
      "This WeChat was added to an account and signs in for the first time: show the account of `opens`, and send as " +
      "`own` whether it is the person's. Update the mini-program's page.",
  });

/** Whether a confirm has a wrong number. A confirm without a number comes from a page that does not ask for it. */
export function hasWrongNumber(
  before: Attempt,
  openId: string,
  now: number,
  { decision, number }: Pick<DecisionInput, "decision" | "number">,
): boolean {
  if (decision !== "confirm" || before.openId !== openId) return false;
  const right = requiredNumber(advance(before, { type: "tick" }, now).attempt);
  if (right !== undefined && number === undefined) throw numberNeeded();
  return right !== undefined && number !== right;
}

const numberNeeded = (): SaomaError =>
  new SaomaError("invalid_request", {
    message:
      "The browser shows a number: let the person type it, and send it as `number`. Update the mini-program's page.",
  });

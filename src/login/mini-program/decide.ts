// Applies a person's decision on the mini-program's page to the attempt of a browser.
import { advance } from "../../domain/advance.ts";
import type { Attempt, Purpose } from "../../domain/attempt.ts";
import type { Outcome } from "../../domain/attempt-event.ts";
import type { ErrorCode } from "../../domain/errors.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { askedPurpose, policyFor } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { bindPhone } from "../phone/bind-phone.ts";
import { forgetBrowser } from "../push/confirm.ts";
import { save, writeTransition } from "../transition/apply.ts";
import type { SideEffects } from "../transition/effect.ts";
import { merge } from "../transition/effect.ts";
import { disownEvent, leaveAccount } from "../transition/first-sign-in.ts";
import { isLost } from "../transition/resolve-identity.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { undo } from "../transition/undo.ts";
import type { Decision, DecisionInput } from "./decide-event.ts";
import { decisionEvent, hasWrongNumber, isAnotherAccount } from "./decide-event.ts";
import type { AttemptDetails, DecisionTarget } from "./describe-attempt.ts";
import { describeAttempt, personOfCaller, requiredNumber, targetOf } from "./describe-attempt.ts";
import { exchangePhoneCode } from "./phone-number.ts";
import type { MiniProgramCall } from "./session.ts";
import { callerOf } from "./session.ts";

/** The parameters of a decision. */
export interface DecisionDetails {
  /** The code of a `getPhoneNumber` button, with a confirm. */
  readonly phoneCode?: string | undefined;
  /** The number that the browser shows, as the person typed it. */
  readonly number?: string | undefined;
  /** Whether the account of `opens` is the person's. `false`: they continue as a newcomer. */
  readonly own?: boolean | undefined;
  /**
   * The purpose that the page showed for this confirm; default `sign-in`. A page that knows only sign-ins confirms no
   * other purpose.
   */
  readonly purpose?: Purpose | undefined;
}

/**
 * Applies a decision. Repeating it changes nothing and returns the same. A newcomer who has to bind a phone is granted
 * by a confirm with `phoneCode`; without it the browser asks for the phone.
 */
export async function decide(
  setup: LoginContext,
  call: MiniProgramCall,
  scene: string,
  decision: Decision,
  { phoneCode, number, own, purpose = "sign-in" }: DecisionDetails = {},
): Promise<AttemptDetails> {
  const caller = await callerOf(setup, call);
  const code = decision === "confirm" ? phoneCode : undefined;
  const phone = code === undefined ? undefined : await phoneFor(setup, caller, scene, { code, number });
  const { asked, refusal } = await transactAndPublish(setup, async (stores) => {
    const target = await targetOf(setup, stores, caller, scene);
    if (decision === "confirm" && askedPurpose(target.attempt) !== purpose) throw otherPurpose(target.attempt);
    const input = { decision, phone, number, own };
    const { after, ...rest } = await applyDecision(setup, stores, caller, target, input);
    return { ...rest, asked: await describeAttempt(setup, stores, caller, { ...target, attempt: after }) };
  });
  if (refusal) throw new SaomaError(refusal);
  return asked;
}

/** Calls WeChat only if the number is needed: a code works once and each call costs money. */
async function phoneFor(
  setup: LoginContext,
  caller: MiniProgramSession,
  scene: string,
  { code, number }: { readonly code: string; readonly number: string | undefined },
): Promise<string | undefined> {
  const isWanted = await setup.store.transact(async (stores) => {
    const { application, attempt: stored } = await targetOf(setup, stores, caller, scene);
    const { attempt } = advance(stored, { type: "tick" }, stores.now);
    const isTheirs = attempt.status !== "pending" && attempt.openId === caller.openId;
    const isRight = (requiredNumber(attempt) ?? number) === number;
    return isTheirs && isRight && (await describeAttempt(setup, stores, caller, { application, attempt })).needsPhone;
  });
  return isWanted ? exchangePhoneCode(setup, caller, code) : undefined;
}

const otherPurpose = (attempt: Attempt): SaomaError =>
  new SaomaError("invalid_request", {
    message: `This attempt has the purpose "${askedPurpose(attempt)}". Say so in \`purpose\`, and to the person before they confirm.`,
  });

interface DecisionResult {
  readonly after: Attempt;
  readonly effect: SideEffects;
  readonly refusal?: ErrorCode | undefined;
}

const refusals: Partial<Record<Outcome, ErrorCode>> = {
  taken: "attempt_taken",
  early: "attempt_not_scanned",
  ended: "attempt_ended",
};

async function applyDecision(
  setup: LoginContext,
  stores: Stores,
  caller: MiniProgramSession,
  { application, attempt: before }: DecisionTarget,
  { decision, phone, number, own }: DecisionInput,
): Promise<DecisionResult> {
  const { openId, unionId } = caller;
  const told = unionId === undefined ? {} : { unionId };
  const person = personOfCaller(setup, caller);
  if (decision !== "scan" && (await isLost(stores, person)))
    return { after: before, effect: {}, refusal: "wechat_lost" };
  const policy = policyFor(before, application.policy);
  const isWrong = hasWrongNumber(before, openId, stores.now, { decision, number });
  const isDisowned = !isWrong && decision === "confirm" && isAnotherAccount(before, openId, own);
  const event = isDisowned
    ? ({ ...disownEvent(policy, openId), byNumber: true } as const)
    : isWrong
      ? ({ type: "miss", openId } as const)
      : await decisionEvent(setup, stores, caller, decision, { before, policy });
  const { attempt: after, outcome } = advance(before, event, stores.now);
  if (isDisowned && outcome === "moved") {
    const left = await leaveAccount(setup, stores, before, person);
    const moved = await writeTransition(setup, stores, { application, openId, told, before, after, outcome });
    return { after: moved.after, effect: merge(left, moved.effect) };
  }
  const isAsked = after.purpose === "sign-in" && after.status === "phone_required" && after.openId === openId;
  if (phone !== undefined && isAsked) {
    return bindPhone(setup, stores, { application, before, asked: after, binding: told, phone });
  }
  if (decision === "decline") await forgetBrowser(stores, after, openId);
  if (outcome === "undo") return { after, effect: await undo(stores, application, after, openId) };
  if (outcome === "moved") return writeTransition(setup, stores, { application, openId, told, before, after, outcome });
  if (after !== before) await save(stores, before, after);
  return { after, effect: { hints: after === before ? [] : [after.id] }, refusal: refusals[outcome] };
}

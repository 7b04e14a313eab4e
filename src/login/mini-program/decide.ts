import type { Account } from "../../domain/account.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt, Purpose } from "../../domain/attempt.ts";
import type { AttemptEvent, Outcome } from "../../domain/attempt-event.ts";
import { type ErrorCode, SaomaError } from "../../domain/errors.ts";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { newNumber } from "../../domain/number.ts";
import { pairingCodeOf } from "../../domain/pairing.ts";
import { type AttemptPolicy, afterConfirm, afterScan, askedPurpose, policyFor } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";
import { bindPhone } from "../phone/bind-phone.ts";
import { forgetBrowser } from "../push/confirm.ts";
import { save, writeTransition } from "../transition/apply.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { disownEvent, firstSignIn, leaveAccount } from "../transition/first-sign-in.ts";
import { accountIdOf, isLost, resolvablePerson } from "../transition/resolve-identity.ts";
import { isUndone } from "../transition/still-valid.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { undo } from "../transition/undo.ts";
import { exchangePhoneCode } from "./phone-number.ts";
import { callerOf, type MiniProgramCall } from "./session.ts";

/** An action on the mini-program's page: open, allow, decline. */
export type Decision = "scan" | "confirm" | "decline";

/** An attempt as its person sees it, and what they sign in to. */
export interface AttemptDetails {
  readonly application: Application;
  readonly attempt: Attempt;
  /** Whether a phone is required, with the confirm or after it. */
  readonly needsPhone: boolean;
  /** Whether the confirm must include the number that the browser shows. */
  readonly needsNumber: boolean;
  /**
   * The account that would be opened, if this WeChat was added to it recently: the confirm then says whether it is the
   * person's.
   */
  readonly opens?: Pick<Account, "name"> & { readonly addedAt: number };
  /** The code to type into the page in the browser; present while that page waits for it. */
  readonly pairingCode?: string;
}

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

/** Returns what the page needs for a decision. If another person has scanned the attempt, the result says only that. */
export async function describeDecision(
  setup: LoginContext,
  call: MiniProgramCall,
  scene: string,
): Promise<AttemptDetails> {
  const caller = await callerOf(setup, call);
  return setup.store.transact(async (stores) => {
    const { application, attempt: stored } = await targetOf(setup, stores, caller, scene);
    const { attempt } = advance(stored, { type: "tick" }, stores.now);
    if ((attempt.openId ?? caller.openId) !== caller.openId) throw new SaomaError("attempt_taken");
    return describeAttempt(setup, stores, caller, { application, attempt });
  });
}

/** An attempt, and whether its person has to bind a phone. `attempt` is this person's or not yet scanned. */
async function describeAttempt(
  setup: LoginContext,
  stores: Stores,
  caller: MiniProgramSession,
  { application, attempt }: Target,
): Promise<AttemptDetails> {
  const isOpen = attempt.status === "pending" || attempt.status === "scanned";
  const policy = policyFor(attempt, application.policy);
  const binds = isOpen && afterConfirm(policy, { newcomer: await isNewcomer(setup, stores, caller) });
  // The phone of an existing account is changed only by SMS: WeChat's button may return a number that now belongs to
  // somebody else.
  const needsPhone = attempt.purpose === "sign-in" && (attempt.status === "phone_required" || binds === "phone");
  const needsNumber = numberOf(attempt) !== undefined;
  return {
    application,
    attempt: await seen(stores, attempt),
    needsPhone,
    needsNumber,
    ...(await opensFor(setup, stores, caller, attempt)),
    ...pairingCodeFor(setup, attempt),
  };
}

async function opensFor(
  setup: LoginContext,
  stores: Stores,
  caller: MiniProgramSession,
  { status, addedAt }: Attempt,
): Promise<Pick<AttemptDetails, "opens">> {
  if (status !== "scanned" || addedAt === undefined) return {};
  const accountId = await accountIdOf(stores, personOf(setup, caller));
  const account = accountId === undefined ? undefined : await stores.accounts.get(accountId);
  return account ? { opens: { name: account.name, addedAt } } : {};
}

/** The number that a confirm must include; undefined if a tap is enough or the attempt is confirmed already. */
const numberOf = ({ status, number }: Attempt): string | undefined =>
  status === "scanned" && number !== undefined ? String(number) : undefined;

/** Shown to the person who answered, once the page waits for it. */
function pairingCodeFor({ key }: LoginContext, attempt: Attempt): Pick<AttemptDetails, "pairingCode"> {
  const isWanted = attempt.status === "granted" || attempt.status === "phone_required";
  return isWanted && attempt.pairing === "code" ? { pairingCode: pairingCodeOf(key, attempt) } : {};
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
    const act = { decision, phone, number, own };
    const { after, ...rest } = await applyDecision(setup, stores, caller, target, act);
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
    const isRight = (numberOf(attempt) ?? number) === number;
    return isTheirs && isRight && (await describeAttempt(setup, stores, caller, { application, attempt })).needsPhone;
  });
  return isWanted ? exchangePhoneCode(setup, caller, code) : undefined;
}

const numberNeeded = (): SaomaError =>
  new SaomaError("invalid_request", {
    message:
      "The browser shows a number: let the person type it, and send it as `number`. Update the mini-program's page.",
  });

type Target = Pick<AttemptDetails, "application" | "attempt">;
const otherPurpose = (attempt: Attempt): SaomaError =>
  new SaomaError("invalid_request", {
    message: `This attempt has the purpose "${askedPurpose(attempt)}". Say so in \`purpose\`, and to the person before they confirm.`,
  });

/** A scene of another source or channel is not accepted: each scene has one purpose. */
async function targetOf(
  { applications }: LoginContext,
  { attempts }: Stores,
  { appid }: MiniProgramSession,
  scene: string,
): Promise<Target> {
  const attempt = await attempts.byScene(appid, scene);
  const application = attempt && applications.get(attempt.applicationId);
  if (attempt?.channel !== "mini-program" || !application) throw new SaomaError("attempt_not_found");
  return { application, attempt };
}

interface DecisionResult {
  readonly after: Attempt;
  readonly effect: SideEffects;
  readonly refusal?: ErrorCode | undefined;
}

interface Act {
  readonly decision: Decision;
  readonly phone: string | undefined;
  readonly number: string | undefined;
  readonly own: boolean | undefined;
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
  { application, attempt: before }: Target,
  { decision, phone, number, own }: Act,
): Promise<DecisionResult> {
  const { openId, unionId } = caller;
  const told = unionId === undefined ? {} : { unionId };
  const person = personOf(setup, caller);
  if (decision !== "scan" && (await isLost(stores, person)))
    return { after: before, effect: {}, refusal: "wechat_lost" };
  const policy = policyFor(before, application.policy);
  const isWrong = isMissed(before, openId, stores.now, { decision, number });
  const isDisowned = !isWrong && decision === "confirm" && isAnotherAccount(before, openId, own);
  const event = isDisowned
    ? ({ ...disownEvent(policy, openId), byNumber: true } as const)
    : isWrong
      ? ({ type: "miss", openId } as const)
      : await eventOf(setup, stores, caller, decision, { before, policy });
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

/**
 * Whether the person said that the account, to which their WeChat was added recently, is not theirs. A confirm without
 * `own` comes from a page that did not ask.
 */
function isAnotherAccount({ status, addedAt, openId: theirs }: Attempt, openId: string, own?: boolean): boolean {
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
function isMissed(
  before: Attempt,
  openId: string,
  now: number,
  { decision, number }: Pick<Act, "decision" | "number">,
): boolean {
  if (decision !== "confirm" || before.openId !== openId) return false;
  const right = numberOf(advance(before, { type: "tick" }, now).attempt);
  if (right !== undefined && number === undefined) throw numberNeeded();
  return right !== undefined && number !== right;
}

/** The tap on “allow” is the confirm, so this channel always asks. A refused newcomer is told at the scan. */
async function eventOf(
  setup: LoginContext,
  stores: Stores,
  caller: MiniProgramSession,
  decision: Decision,
  { before, policy }: { readonly before: Attempt; readonly policy: AttemptPolicy },
): Promise<AttemptEvent> {
  const { openId } = caller;
  if (decision === "decline") return { type: decision, openId };
  const newcomer = await isNewcomer(setup, stores, caller);
  const first = await firstSignIn(stores, before, personOf(setup, caller));
  if (decision === "confirm") return { type: decision, openId, next: afterConfirm(policy, { newcomer }), ...first };
  const next = afterScan({ ...policy, confirm: "always" }, { newcomer, knownBrowser: false });
  const byNumber = next === "ask" && policy.confirmBy === "number" ? { number: newNumber(setup.random) } : {};
  return { type: "scan", openId, next, ...byNumber, ...first };
}

const personOf = (setup: LoginContext, { appid, openId, unionId }: MiniProgramSession) =>
  resolvablePerson(setup, appid, openId, unionId === undefined ? {} : { unionId });

const isNewcomer = async (setup: LoginContext, stores: Stores, caller: MiniProgramSession): Promise<boolean> =>
  (await accountIdOf(stores, personOf(setup, caller))) === undefined;

/** A sign-in that was undone is shown as declined to the person who undid it. */
async function seen(stores: Stores, attempt: Attempt): Promise<Attempt> {
  if (attempt.status !== "redeemed") return attempt;
  return (await isUndone(stores, attempt)) ? { ...attempt, status: "declined", reason: "by_person" } : attempt;
}

// Describes an attempt for the mini-program's page, before and after a decision.
import type { Account } from "../../domain/account.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { pairingCodeOf } from "../../domain/pairing.ts";
import { afterConfirm, policyFor } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";
import { accountIdOf, resolvablePerson } from "../transition/resolve-identity.ts";
import { isUndone } from "../transition/still-valid.ts";
import type { MiniProgramCall } from "./session.ts";
import { callerOf } from "./session.ts";

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

/** The attempt that a scene names, and what its person signs in to. */
export type DecisionTarget = Pick<AttemptDetails, "application" | "attempt">;

/** A scene of another source or channel is not accepted: each scene has one purpose. */
export async function targetOf(
  { applications }: LoginContext,
  { attempts }: Stores,
  { appid }: MiniProgramSession,
  scene: string,
): Promise<DecisionTarget> {
  const attempt = await attempts.byScene(appid, scene);
  const application = attempt && applications.get(attempt.applicationId);
  if (attempt?.channel !== "mini-program" || !application) throw new SaomaError("attempt_not_found");
  return { application, attempt };
}

/** An attempt, and whether its person has to bind a phone. `attempt` is this person's or not yet scanned. */
export async function describeAttempt(
  setup: LoginContext,
  stores: Stores,
  caller: MiniProgramSession,
  { application, attempt }: DecisionTarget,
): Promise<AttemptDetails> {
  const isOpen = attempt.status === "pending" || attempt.status === "scanned";
  const policy = policyFor(attempt, application.policy);
  const binds = isOpen && afterConfirm(policy, { newcomer: await isNewcomer(setup, stores, caller) });
  // The phone of an existing account is changed only by SMS: WeChat's button may return a number that now belongs to
  // somebody else.
  const needsPhone = attempt.purpose === "sign-in" && (attempt.status === "phone_required" || binds === "phone");
  const needsNumber = requiredNumber(attempt) !== undefined;
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
  const accountId = await accountIdOf(stores, personOfCaller(setup, caller));
  const account = accountId === undefined ? undefined : await stores.accounts.get(accountId);
  return account ? { opens: { name: account.name, addedAt } } : {};
}

/** The number that a confirm must include; undefined if a tap is enough or the attempt is confirmed already. */
export const requiredNumber = ({ status, number }: Attempt): string | undefined =>
  status === "scanned" && number !== undefined ? String(number) : undefined;

/** Shown to the person who answered, once the page waits for it. */
function pairingCodeFor({ key }: LoginContext, attempt: Attempt): Pick<AttemptDetails, "pairingCode"> {
  const isWanted = attempt.status === "granted" || attempt.status === "phone_required";
  return isWanted && attempt.pairing === "code" ? { pairingCode: pairingCodeOf(key, attempt) } : {};
}

/** A sign-in that was undone is shown as declined to the person who undid it. */
async function seen(stores: Stores, attempt: Attempt): Promise<Attempt> {
  if (attempt.status !== "redeemed") return attempt;
  return (await isUndone(stores, attempt)) ? { ...attempt, status: "declined", reason: "by_person" } : attempt;
}

/** The person who calls, as their mini-program knows them. */
export const personOfCaller = (setup: LoginContext, { appid, openId, unionId }: MiniProgramSession) =>
  resolvablePerson(setup, appid, openId, unionId === undefined ? {} : { unionId });

/** Whether the caller has no account yet. */
export const isNewcomer = async (setup: LoginContext, stores: Stores, caller: MiniProgramSession): Promise<boolean> =>
  (await accountIdOf(stores, personOfCaller(setup, caller))) === undefined;

// Applies an event to an attempt, writes the change and words the reply.
import { generateName } from "../../domain/account.ts";
import type { Attempt, DeclineReason, Purpose } from "../../domain/attempt.ts";
import type { Outcome } from "../../domain/attempt-event.ts";
import { SaomaError } from "../../domain/errors.ts";
import { askedPurpose } from "../../domain/policy.ts";
import { fill, type Texts } from "../../domain/texts.ts";
import type { Stores } from "../../ports/store.ts";
import { objectByComing } from "../accounts/refused-sign-in.ts";
import type { Application, LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { isAdmitted } from "./access.ts";
import { describeTarget } from "./approval-target.ts";
import { merge, replyWithText, type SideEffects } from "./effect.ts";
import { type Grant, type Granted, grantSignIn, type Refusal, type WechatProfile } from "./grant.ts";
import { grantConsole } from "./grant-console.ts";
import { grantInvited, grantLink, grantProof } from "./grant-link.ts";
import { renderPrompt } from "./prompt.ts";
import { type MessageKey, messageFor, textsOf } from "./prompt-texts.ts";
import { refused } from "./refused.ts";
import { accountIdOf, isLost, isSuspended, resolvablePerson } from "./resolve-identity.ts";
import { isStillValid } from "./still-valid.ts";
import { requireUnionId } from "./union-id-lookup.ts";

/** An attempt before and after a person's act. */
export interface Transition {
  readonly application: Application;
  readonly openId: string;
  /** The details that WeChat returned about the person; absent if it was not asked yet. */
  readonly told?: WechatProfile;
  readonly before: Attempt;
  readonly after: Attempt;
  readonly outcome: Outcome;
}

/** Writes a person's act on an attempt, and returns the reply. */
export async function applyTransition(setup: LoginContext, stores: Stores, change: Transition): Promise<SideEffects> {
  if (change.outcome === "moved") {
    const { after, granted, effect } = await writeTransition(setup, stores, change);
    const text = replyText(setup, stores, change, after, await namesOf(setup, stores, change, after, granted?.name));
    return replyWithText(text, { ...effect, ...pairsOf(after) });
  }
  if (change.after !== change.before) await save(stores, change.before, change.after);
  return replyWithText(await replyToRepeat(setup, stores, change), {
    hints: hintsOf(change),
    ...pairsOf(change.after),
  });
}

/** Writes the next state of an attempt. Throws if another writer was first; the transaction is then run again. */
export async function save(stores: Stores, before: Attempt, after: Attempt): Promise<void> {
  if (await stores.attempts.replace(before, after)) return;
  throw new SaomaError("store_unavailable", { detail: `attempt ${before.id} changed during its transaction` });
}

const hintsOf = ({ before, after }: Transition): string[] => (before === after ? [] : [after.id]);

/** The attempt whose pairing code a reply contains. */
const pairsOf = ({ id, pairing, status }: Attempt): Pick<SideEffects, "pairs"> =>
  pairing === "code" && (status === "granted" || status === "phone_required") ? { pairs: id } : {};

async function namesOf(
  setup: LoginContext,
  stores: Stores,
  change: Transition,
  attempt: Attempt,
  granted?: string,
): Promise<Names> {
  const name = granted ?? (await nameOf(setup, stores, change, attempt));
  const texts = textsOf(change.application, attempt.language);
  const wechat = attempt.approves === undefined ? "" : await describeTarget(setup, stores, texts, attempt);
  return { wechat, ...(name === undefined ? {} : { name }) };
}

/** What a reply says of the account, and of the WeChat that is to be removed or restored. */
interface Names {
  readonly name?: string;
  readonly wechat: string;
}

async function nameOf(
  setup: LoginContext,
  stores: Stores,
  { openId, told = {} }: Transition,
  attempt: Attempt,
): Promise<string | undefined> {
  const { id, appid, addedAt } = attempt;
  const seen = resolvablePerson(setup, appid, openId, told);
  const accountId = attempt.accountId ?? (addedAt === undefined ? undefined : await accountIdOf(stores, seen));
  if (accountId !== undefined) return (await stores.accounts.get(accountId))?.name;
  // A newcomer has a name from the grant on.
  return attempt.status === "scanned" ? undefined : (await stores.phoneBindings.get(id))?.name;
}

/** An attempt as it was written, with its account if it was granted. */
export interface AppliedTransition {
  readonly after: Attempt;
  readonly granted: Granted | undefined;
  readonly effect: Omit<SideEffects, "reply">;
}

/** What is granted, by purpose. */
const grants: Readonly<Record<Purpose, Grant>> = {
  "sign-in": grantSignIn,
  link: grantLink,
  prove: grantProof,
  administer: grantConsole,
};

/** Whether it has been decided who the person is: which account they get, and whether they are a newcomer. */
const isAboutPerson = ({ status, reason }: Attempt): boolean =>
  status === "granted" || status === "phone_required" || reason === "newcomer_refused";

/** Writes the next state of an attempt, for a channel without replies. May fail with `UnionIdRequired`. */
export async function writeTransition(
  setup: LoginContext,
  stores: Stores,
  change: Transition,
): Promise<AppliedTransition> {
  const { openId, told } = change;
  const source = told === undefined && isAboutPerson(change.after) ? setup.sources.get(change.after.appid) : undefined;
  if (source?.userInfo) await requireUnionId(stores, source, openId);
  const granted = await grantedBy(setup, stores, change);
  if (typeof granted === "string") return turnAway(setup, stores, change, granted);
  const after = granted?.attempt ?? change.after;
  await save(stores, change.before, after);
  if (isWantedAtRedeem(after, told)) {
    // The account's name is omitted if the account may not be the person's.
    const known = after.addedAt === undefined ? granted?.name : undefined;
    const name = known ?? generateName(setup.random, after.language);
    await keepProfile(stores, after, { ...told, profile: { name, ...told?.profile } }, told?.profile?.name);
  }
  return { after, granted, effect: { hints: [after.id], events: eventsOf(change) } };
}

/** Ends an attempt that cannot be granted. */
async function turnAway(
  setup: LoginContext,
  stores: Stores,
  change: Transition,
  refusal: Refusal,
): Promise<AppliedTransition> {
  const { after, openId, told } = change;
  const written = await writeTransition(setup, stores, { ...change, ...refused(change, refusal, stores.now) });
  if (refusal !== "lost" && refusal !== "suspended" && refusal !== "notAdmitted") return written;
  const stopped = await objectByComing(setup, stores, resolvablePerson(setup, after.appid, openId, told ?? {}));
  return { ...written, effect: merge(written.effect, stopped) };
}

/** The grant of an attempt, if it is granted. A lost WeChat and a suspended account get none, from the scan on. */
async function grantedBy(
  setup: LoginContext,
  stores: Stores,
  { after, openId, told, application }: Transition,
): Promise<Granted | Refusal | undefined> {
  if (after.reason !== undefined || after.status === "cancelled") return undefined;
  const person = resolvablePerson(setup, after.appid, openId, told ?? {});
  if (await isLost(stores, person)) return "lost";
  if (await isSuspended(stores, person)) return "suspended";
  // Before the grant WeChat has not been asked for the unionId. The account of an invitation is known at the redeem.
  const isSignIn = after.purpose === "sign-in" && isAboutPerson(after) && after.invitation === undefined;
  if (isSignIn && !(await isAdmitted(stores.groups.of, application, await accountIdOf(stores, person)))) {
    return "notAdmitted";
  }
  // The owner of the phone to be changed must be known before the phone is asked for.
  const isProven = after.purpose === "prove" && after.status === "phone_required";
  if (after.status !== "granted" && !isProven) return undefined;
  const grant = after.invitation === undefined ? grants[after.purpose] : grantInvited;
  return grant(setup, stores, after, openId, told);
}

/** Whether the redeem writes more than a session: a newcomer's account, or WeChat's details of the person. */
const isWantedAtRedeem = ({ status, newcomer, addedAt }: Attempt, told: WechatProfile | undefined): boolean =>
  status === "phone_required" ||
  (status === "granted" && (newcomer === true || told?.unionId !== undefined || addedAt !== undefined));

async function keepProfile(
  { phoneBindings, now }: Stores,
  { id }: Attempt,
  told: WechatProfile,
  toldName: string | undefined,
): Promise<void> {
  const { unionId, profile } = told;
  await phoneBindings.insert({
    attemptId: id,
    keptAt: now,
    ...profile,
    ...(toldName === undefined ? {} : { toldName }),
    ...(unionId === undefined ? {} : { unionId }),
  });
}

function eventsOf({ before, after, openId }: Transition): LoginEvent[] {
  const about = { attemptId: after.id, applicationId: after.applicationId, appid: after.appid, openId };
  const events: LoginEvent[] = before.status === "pending" ? [{ name: "scanned", data: about }] : [];
  if (after.reason) events.push({ name: "declined", data: { ...about, reason: after.reason } });
  return events;
}

const declines = {
  by_person: "declined",
  wrong_number: "numberWrong",
  wrong_pairing_code: "late",
  conflict: "conflict",
  wechat_lost: "lost",
  account_suspended: "suspended",
  not_admitted: "notAdmitted",
} as const satisfies Record<Exclude<DeclineReason, "newcomer_refused">, MessageKey>;

function replyText(
  { key }: LoginContext,
  stores: Stores,
  { application, before }: Transition,
  after: Attempt,
  names: Names,
): string {
  const texts = textsOf(application, after.language);
  const word = (word: MessageKey) => messageFor(texts, askedPurpose(after), word);
  const template = () => {
    if (after.reason) return after.reason === "newcomer_refused" ? texts.refused : word(declines[after.reason]);
    if (after.status === "scanned") return firstPrompt(texts, after) ?? word(promptKey(after));
    if (after.status === "phone_required") return texts[phoneKey(after)];
    if (after.status === "cancelled") return word("late");
    return word(before.status === "pending" ? "unasked" : "granted");
  };
  return renderPrompt(template(), texts, after, application.name, {
    key,
    now: stores.now,
    ...names,
  });
}

function phoneKey({ purpose, pairing }: Attempt): keyof Texts {
  if (purpose === "prove") return pairing === "code" ? "provenPhone" : "provenPhoneOnPage";
  return pairing === "code" ? "phone" : "phoneOnPage";
}

/** The question at the first sign-in of a linked WeChat. */
function firstPrompt(texts: Texts, { addedAt, number }: Attempt): string | undefined {
  if (addedAt === undefined) return undefined;
  return number === undefined ? texts.askFirst : texts.askFirstByNumber;
}

function promptKey({ number, channel }: Attempt): MessageKey {
  if (number !== undefined) return "askByNumber";
  return channel === "official-account-code" ? "askByCode" : "ask";
}

async function replyToRepeat(setup: LoginContext, stores: Stores, change: Transition): Promise<string> {
  const { after, application, outcome } = change;
  const texts = textsOf(application, after.language);
  if (await isSuspended(stores, resolvablePerson(setup, after.appid, change.openId, change.told ?? {}))) {
    return fill(texts.suspended, { site: application.name });
  }
  if (outcome === "same" && (after.status !== "redeemed" || (await isStillValid(stores, after)))) {
    return replyText(
      setup,
      stores,
      { ...change, before: { ...after, status: "scanned" } },
      after,
      await namesOf(setup, stores, change, after),
    );
  }
  const isCode = after.channel === "official-account-code";
  if (after.status === "expired") return isCode ? texts.codeExpired : texts.expired;
  if (after.openId !== change.openId) return isCode ? texts.codeUsed : texts.used;
  return after.reason
    ? replyText(setup, stores, change, after, await namesOf(setup, stores, change, after))
    : messageFor(texts, askedPurpose(after), "late");
}

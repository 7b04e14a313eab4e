// Handles a person's answer to a prompt in the chat.
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import type { AttemptEvent } from "../../domain/attempt-event.ts";
import { languages } from "../../domain/language.ts";
import { afterConfirm, askedPurpose, type Policy, policyFor } from "../../domain/policy.ts";
import type { Texts } from "../../domain/texts.ts";
import { bareWord } from "../../domain/typed.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";
import { applyTransition, type Transition } from "../transition/apply.ts";
import { merge, replyWithText, type SideEffects } from "../transition/effect.ts";
import { disownEvent, firstSignIn, leaveAccount } from "../transition/first-sign-in.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { replyToLost } from "../transition/lost.ts";
import {
  isPlainAnswer,
  newPromptId,
  type PromptAnswer,
  readMenuId,
  readTappedAnswer,
  readTypedAnswer,
} from "../transition/prompt.ts";
import { messageFor, textsOf, yesAnswers } from "../transition/prompt-texts.ts";
import { accountIdOf, isLost, type ResolvablePerson, resolvablePerson } from "../transition/resolve-identity.ts";
import { isStillValid } from "../transition/still-valid.ts";
import { undo } from "../transition/undo.ts";
import { requireUnionId } from "../transition/union-id-lookup.ts";

/** How long after the end of an attempt a typed digit still counts as an answer to it, in milliseconds. */
const typedAnswersFor = 10 * 60_000;

/** Handles an answer to a prompt, tapped or typed. Undefined if the text is no answer to a prompt. */
export async function handleAnswer(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  told?: WechatProfile,
): Promise<SideEffects | undefined> {
  const meant = push.menuId
    ? await matchTapped(setup, stores, source, push)
    : await matchTyped(setup, stores, source, push);
  if (meant) return applyAnswer(setup, stores, meant, { openId: push.openId, ...(told ? { told } : {}) });
  return push.menuId && isOurWord(push.content ?? "") ? replyWithText(textsOf(undefined, "zh-CN").late) : undefined;
}

interface MatchedAnswer {
  readonly attempt: Attempt;
  readonly answer: PromptAnswer;
}

/** The person who answered, with WeChat's details of them; see `Transition`. */
type AnsweringPerson = Pick<Transition, "openId" | "told">;

async function matchTapped(
  { key }: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
): Promise<MatchedAnswer | undefined> {
  const link = readMenuId(push.menuId ?? "");
  const attempt = link && (await stores.attempts.byPrompt(source.appid, push.openId, link.prompt));
  const said = attempt && readTappedAnswer(key, attempt, link.link);
  return said && { attempt, answer: said };
}

async function matchTyped(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
): Promise<MatchedAnswer | undefined> {
  const attempt = await stores.attempts.latestScan(source.appid, push.openId);
  if (!attempt) return undefined;
  const texts = textsOf(setup.applications.get(attempt.applicationId), attempt.language);
  const said = readTypedAnswer(push.content ?? "", texts, attempt);
  const isOpen = attempt.status === "scanned";
  if (!isOpen && (said === "wrong" || said === "other-account" || isForOpen(push.content ?? "", texts)))
    return undefined;
  const isOver = hasEnded(attempt) && stores.now > attempt.expiresAt + typedAnswersFor;
  // “Not me” counts for as long as there is something to undo.
  return said && (!isOver || (said === "no" && (await isStillValid(stores, attempt))))
    ? { attempt, answer: said }
    : undefined;
}

async function eventOf(
  setup: LoginContext,
  stores: Stores,
  { attempt, answer: said }: MatchedAnswer,
  { openId, told = {} }: AnsweringPerson,
  policy: Policy,
): Promise<AttemptEvent> {
  if (said === "other-account") return disownEvent(policy, openId);
  if (said !== "yes") return { type: said === "no" ? "decline" : "miss", openId };
  const seen = resolvablePerson(setup, attempt.appid, openId, told);
  const newcomer = (await accountIdOf(stores, seen)) === undefined;
  const next = afterConfirm(policyFor(attempt, policy), { newcomer });
  return { type: "confirm", openId, next, ...(await firstSignInAfterScan(setup, stores, attempt, seen)) };
}

/** WeChat may tell only now that the person's account got their WeChat by another source. */
async function firstSignInAfterScan(
  { random }: LoginContext,
  stores: Stores,
  attempt: Attempt,
  seen: ResolvablePerson,
): Promise<Pick<Attempt, "addedAt" | "prompt">> {
  const first = await firstSignIn(stores, attempt, seen);
  return first.addedAt === undefined ? {} : { ...first, prompt: newPromptId(random) };
}

async function applyAnswer(
  setup: LoginContext,
  stores: Stores,
  matched: MatchedAnswer,
  person: AnsweringPerson,
): Promise<SideEffects> {
  const { attempt: before, answer: said } = matched;
  const { openId } = person;
  const application = setup.applications.get(before.applicationId);
  if (!application) return replyWithText(messageFor(textsOf(undefined, before.language), askedPurpose(before), "late"));
  if (await isLost(stores, resolvablePerson(setup, before.appid, openId, person.told ?? {}))) {
    return replyToLost(application, before.language);
  }
  const event = await eventOf(setup, stores, matched, person, application.policy);
  const { attempt: after, outcome } = advance(before, event, stores.now);
  if (said === "no") await forgetBrowser(stores, after, openId);
  if (said === "other-account" && outcome === "moved") {
    const seen = resolvablePerson(setup, before.appid, openId, person.told ?? {});
    const source = person.told === undefined ? setup.sources.get(before.appid) : undefined;
    // The account may have got this WeChat by another source: without its unionId it would not leave.
    if (source?.userInfo) await requireUnionId(stores, source, openId);
    const left = await leaveAccount(setup, stores, before, seen);
    return merge(left, await applyTransition(setup, stores, { application, ...person, before, after, outcome }));
  }
  if (outcome === "undo") return undo(stores, application, after, openId);
  return applyTransition(setup, stores, { application, ...person, before, after, outcome });
}

/** After “not me”, the browser is no longer known to the account that was, or would have been, signed in. */
export async function forgetBrowser(stores: Stores, attempt: Attempt, openId: string): Promise<void> {
  const isStrange = attempt.openId !== openId || attempt.purpose === "link";
  if (isStrange || attempt.browserHash === undefined) return;
  const identity = await stores.accounts.identity(attempt.appid, openId);
  if (identity) await stores.browsers.forgetEverywhere(attempt.browserHash, identity.accountId);
}

/** Whether a text is a plain yes or no that the prompt did not offer as a link. */
const isForOpen = (text: string, texts: Texts): boolean => isPlainAnswer(text) && !isOffered(text, texts);

const isOurWord = (text: string): boolean =>
  /^\d\d$/.test(text) || languages.some((language) => isOffered(text, textsOf(undefined, language)));

const isOffered = (text: string, texts: Texts): boolean =>
  ["1", "2", ...[...yesAnswers(texts), texts.no].map(bareWord)].includes(bareWord(text));

import { type Attempt, type AttemptEvent, advance, hasEnded } from "../domain/attempt.ts";
import { languages } from "../domain/language.ts";
import { afterConfirm, type Policy, policyFor } from "../domain/policy.ts";
import type { Texts } from "../domain/texts.ts";
import type { Stores } from "../ports/store.ts";
import type { Push } from "../wechat/index.ts";
import { both, type Effect, say } from "./effect.ts";
import { sightingOf, type Told } from "./grant.ts";
import { accountIdOf } from "./identify.ts";
import { type Answer, answerOf, readMenuId, readTyped } from "./prompt.ts";
import { type Change, settle } from "./settle.ts";
import { type Setup, type Source, textsOf } from "./setup.ts";
import { stands } from "./stands.ts";
import { takeBack, takeBackGranted } from "./undo.ts";
import { wordOf, yesWords } from "./words.ts";

/** For this long, in milliseconds, after an attempt ended a typed digit is still taken as an answer to it. */
const typedAnswersFor = 10 * 60_000;

/** A person answered a prompt, by a tap or by typing. Undefined where the text is no answer of ours. */
export async function answer(
  setup: Setup,
  source: Source,
  stores: Stores,
  push: Push,
  told?: Told,
): Promise<Effect | undefined> {
  const meant = push.menuId ? await tapped(stores, source, push) : await typed(setup, stores, source, push);
  if (meant) return act(setup, stores, meant, { openId: push.openId, ...(told ? { told } : {}) });
  return push.menuId && isOurWord(push.content ?? "") ? say(textsOf(undefined, "zh-CN").late) : undefined;
}

interface Meant {
  readonly attempt: Attempt;
  readonly answer: Answer;
}

/** Who answered, with what WeChat told of them; see `Change`. */
type Answerer = Pick<Change, "openId" | "told">;

async function tapped(stores: Stores, source: Source, push: Push): Promise<Meant | undefined> {
  const link = readMenuId(push.menuId ?? "");
  const attempt = link && (await stores.attempts.byPrompt(source.appid, push.openId, link.prompt));
  const said = attempt && answerOf(attempt, link.link);
  return said && { attempt, answer: said };
}

async function typed(setup: Setup, stores: Stores, source: Source, push: Push): Promise<Meant | undefined> {
  const attempt = await stores.attempts.latestScan(source.appid, push.openId);
  if (!attempt) return undefined;
  const texts = textsOf(setup.applications.get(attempt.applicationId), attempt.language);
  const said = readTyped(push.content ?? "", texts, attempt);
  if (said === "wrong" && attempt.status !== "scanned") return undefined;
  const isOver = hasEnded(attempt) && stores.now > attempt.expiresAt + typedAnswersFor;
  // "Not me" counts for as long as there is something to take back.
  return said && (!isOver || (said === "no" && (await stands(stores, attempt))))
    ? { attempt, answer: said }
    : undefined;
}

async function eventOf(
  setup: Setup,
  stores: Stores,
  policy: Policy,
  { appid }: Attempt,
  { openId, told = {} }: Answerer,
  said: Answer,
): Promise<AttemptEvent> {
  if (said !== "yes") return { type: said === "no" ? "decline" : "miss", openId };
  const newcomer = (await accountIdOf(stores, sightingOf(setup, appid, openId, told))) === undefined;
  return { type: "confirm", openId, next: afterConfirm(policy, { newcomer }) };
}

async function act(
  setup: Setup,
  stores: Stores,
  { attempt: before, answer: said }: Meant,
  person: Answerer,
): Promise<Effect> {
  const { openId } = person;
  const application = setup.applications.get(before.applicationId);
  if (!application) return say(wordOf(textsOf(undefined, before.language), before.purpose, "late"));
  const event = await eventOf(setup, stores, policyFor(before.purpose, application.policy), before, person, said);
  const { attempt: after, outcome } = advance(before, event, stores.now);
  if (said === "no") await forgetBrowser(stores, after, openId);
  if (outcome === "undo") return takeBack(stores, application, after, openId);
  const effect = await settle(setup, stores, { application, ...person, before, after, outcome });
  if (outcome !== "moved" || before.status !== "granted" || said !== "no") return effect;
  return both(effect, await takeBackGranted(stores, application, after, openId));
}

/** After "not me", the browser is a stranger again: to the account it was let into, or would have been. */
export async function forgetBrowser(stores: Stores, attempt: Attempt, openId: string): Promise<void> {
  const isStrange = attempt.openId !== openId || attempt.purpose === "link";
  if (isStrange || attempt.browserHash === undefined) return;
  const identity = await stores.accounts.identity(attempt.appid, openId);
  if (identity) await stores.browsers.forget(attempt.browserHash, identity.accountId);
}

const isOurWord = (text: string): boolean =>
  /^\d\d$/.test(text) || languages.some((language) => isAnswer(text, textsOf(undefined, language)));

const isAnswer = (text: string, texts: Texts): boolean =>
  yesWords(texts).includes(text) || readTyped(text, texts, { purpose: "sign-in" }) !== undefined;

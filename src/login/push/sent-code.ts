// Handles a sign-in code that a person sends in the chat, and limits wrong ones.
import { advance } from "../../domain/advance.ts";
import {
  guessingCeiling,
  guessingSpan,
  hashSentCode,
  isNearlySentCode,
  manyWrongCodes,
  readSentCode,
} from "../../domain/sent-code.ts";
import type { Hit, Limit } from "../../ports/limits.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import { applicationForCodes, guessedAt } from "../channels/official-account-code.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { replyWithText, type SideEffects } from "../transition/effect.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { textsOf } from "../transition/prompt-texts.ts";
import { scanAttempt } from "../transition/scan.ts";

/** How many codes a person may send without a right one. */
const wrongCodes: Limit = { times: 5, per: 10 * 60_000 };

const failureKey = ({ appid }: Source, openId: string): string => `code:${appid}:${openId}`;

/**
 * The code that a message consists of, at a source that takes codes. The text must have exactly a code's shape, and be
 * typed, not tapped.
 */
export const sentCodeIn = (push: Push): string | undefined =>
  push.type === "text" && !push.menuId ? readSentCode(push.content ?? "") : undefined;

/**
 * Counts a message that looks like a code, before the code is looked up. Returns whether the person may try. A push
 * counts once, whatever the outcome.
 */
export async function countSentCode(
  { failureLimiter, ...setup }: LoginContext,
  source: Source,
  push: Push,
): Promise<boolean> {
  if (sentCodeIn(push) === undefined || !applicationForCodes(setup, source)) return true;
  const hit: Hit = await failureLimiter.hitOnce(failureKey(source, push.openId), push.key, wrongCodes);
  return hit.allowed;
}

/**
 * After the commit: a right code gives back its own try, and no earlier ones. A wrong one is also counted for its
 * source. That refuses nobody: new codes get longer by it, and the operator gets a warning.
 */
export async function finishSentCode(
  setup: Pick<LoginContext, "failureLimiter" | "limits" | "log">,
  { source, push }: { readonly source: Source; readonly push: Push },
  sent: "right" | "wrong",
): Promise<void> {
  if (sent === "right") return setup.failureLimiter.forgive(failureKey(source, push.openId), push.key);
  await setup.failureLimiter.hit(guessedAt(source), { times: manyWrongCodes, per: guessingSpan });
  await warnOfGuessing(setup, source);
}

async function warnOfGuessing(
  { failureLimiter, limits, log }: Pick<LoginContext, "failureLimiter" | "limits" | "log">,
  source: Source,
) {
  const wrong = await failureLimiter.counted(guessedAt(source), guessingSpan);
  if (wrong <= guessingCeiling) return;
  const { appid, name } = source;
  if (!(await limits.hit(`guessing-told:${appid}`, { times: 1, per: guessingSpan })).allowed) return;
  log.warn({ appid, wrong }, `login codes are probably being guessed at ${name}; new codes are longer until it stops`);
}

/**
 * Handles a sent code. Undefined if the message is not a code. An account that mainly shows QRs is checked only
 * while it has live codes, because people write numbers for other reasons too.
 */
export async function handleSentCode(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  { mayTry, told }: { readonly mayTry: boolean; readonly told: WechatProfile | undefined },
): Promise<SideEffects | undefined> {
  const code = sentCodeIn(push);
  const codeApplication = applicationForCodes(setup, source);
  if (!codeApplication) return undefined;
  if (code === undefined) return hintAtCode(stores, codeApplication, source, push);
  const found = await stores.attempts.byCode(source.appid, hashSentCode(setup.key, source.appid, code));
  if (!found && !(await hasLiveCodes(stores, source))) return undefined;
  if (!mayTry) return replyWithText(chatTextsOf(codeApplication).codeTooMany);
  const application = found && setup.applications.get(found.applicationId);
  if (!application) return replyWithText(chatTextsOf(codeApplication).codeWrong, { sentCode: "wrong" });
  const now = advance(found, { type: "tick" }, stores.now).attempt;
  const effect = await scanAttempt(setup, stores, application, found, {
    openId: push.openId,
    ...(told ? { told } : {}),
  });
  if (now.status === "pending") return { ...effect, sentCode: "right" };
  return found.openId === push.openId ? effect : { ...effect, sentCode: "wrong" };
}

/** Whether the message looks like an attempt to send a code. */
export const isNearlyCode = (push: Push): boolean =>
  push.type === "text" && !push.menuId && isNearlySentCode(push.content ?? "");

/**
 * Nothing is counted, because the text cannot be a right code. Without live codes the message is about something else.
 */
async function hintAtCode(
  stores: Stores,
  taker: Application,
  { appid }: Source,
  push: Push,
): Promise<SideEffects | undefined> {
  const isMeant = isNearlyCode(push) && (await stores.attempts.liveCodes(appid, stores.now, 1)) > 0;
  return isMeant ? replyWithText(chatTextsOf(taker).codeWrong) : undefined;
}

const hasLiveCodes = async (stores: Stores, { kind, appid }: Source): Promise<boolean> =>
  kind === "subscription" || (await stores.attempts.liveCodes(appid, stores.now, 1)) > 0;

/** The language for a person without a known browser. */
export const chatLanguage = ({ language }: Pick<Application, "language">) => (language === "auto" ? "zh-CN" : language);

/** The texts of the chat for such a person. */
const chatTextsOf = (application: Application) => textsOf(application, chatLanguage(application));

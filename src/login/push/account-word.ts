// Handles the words that answer a notice: "not mine" and "object".
import { type Identity, isMuted } from "../../domain/account.ts";
import { saysNo } from "../../domain/account-change.ts";
import { languages } from "../../domain/language.ts";
import { bareWord } from "../../domain/typed.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import { openChangesOf, stopChange } from "../accounts/announce.ts";
import { newestArrival, takeBack } from "../accounts/take-back.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { withAge } from "../transition/age-of-wechat.ts";
import { merge, replyWithText, type SideEffects } from "../transition/effect.ts";
import { textsOf } from "../transition/prompt-texts.ts";

/** The answers to a notice: that an added WeChat is not theirs, or an objection to an announced change. */
type AccountWord = "notMine" | "objection";

/** The maximum length of such a word, in UTF-16 units. */
const longest = 64;

/** Recognizes these words in the texts of any application, because all applications share one chat. */
export function createAccountWords(
  applications: Iterable<Pick<Application, "texts">>,
): (text: string) => AccountWord | undefined {
  const words = new Map<string, AccountWord>();
  for (const application of [undefined, ...applications])
    for (const language of languages) {
      const texts = textsOf(application, language);
      words.set(bareWord(texts.notMine), "notMine");
      words.set(bareWord(texts.objection), "objection");
    }
  return (text) => (text.length > longest ? undefined : words.get(bareWord(text)));
}

/** Handles an answer to a notice. Undefined if the text is not such a word, or no account is notified here. */
export async function handleAccountWord(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
): Promise<SideEffects | undefined> {
  const word = createAccountWords(setup.applications.values())(push.content ?? "");
  const identity = word && (await stores.accounts.identity(source.appid, push.openId));
  if (!identity || (word === "notMine" ? identity.lostAt !== undefined : isMuted(identity))) return undefined;
  if (word === "notMine" && push.menuId === undefined && (await isAsked(stores, identity))) return undefined;
  const effect = word === "notMine" ? await sayNotMine(setup, stores, identity) : await object(setup, stores, identity);
  const texts = textsOf(undefined, "zh-CN");
  if (effect) return replyWithText(texts[word === "notMine" ? "takenBack" : "objected"], effect);
  const isCopied = (await stores.notices.of(identity.accountId, 0)).length > 0;
  return isCopied ? replyWithText(texts.noSay) : undefined;
}

/** A typed “not mine” declined a prompt. If a WeChat was added lately, the reply says how that one is removed. */
export async function remindOfArrival(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  effect: SideEffects,
): Promise<SideEffects> {
  const { reply } = effect;
  const word = createAccountWords(setup.applications.values())(push.content ?? "");
  if (word !== "notMine" || push.menuId !== undefined || reply?.type !== "text") return effect;
  const identity = await stores.accounts.identity(source.appid, push.openId);
  if (!identity || identity.lostAt !== undefined || !(await newestArrival(stores, identity))) return effect;
  return { ...effect, reply: { type: "text", text: `${reply.text}\n\n${textsOf(undefined, "zh-CN").notMineAgain}` } };
}

/** Whether a prompt of a sign-in waits for this person. A typed answer is its: it removes no WeChat of their own. */
async function isAsked({ attempts, now }: Stores, { appid, openId }: Identity): Promise<boolean> {
  const attempt = await attempts.latestScan(appid, openId);
  return attempt?.status === "scanned" && attempt.expiresAt > now;
}

async function sayNotMine(setup: LoginContext, stores: Stores, identity: Identity): Promise<SideEffects | undefined> {
  const arrival = await newestArrival(stores, identity);
  return arrival && takeBack(setup, stores, identity, arrival);
}

/** Objects to every announced change that this identity may object to. */
async function object(setup: LoginContext, stores: Stores, identity: Identity): Promise<SideEffects | undefined> {
  const aged = await withAge(stores, identity);
  let effect: SideEffects | undefined;
  for (const change of await openChangesOf(stores, identity.accountId)) {
    const how = saysNo(aged, change);
    if (how) effect = merge(effect ?? {}, await stopChange(setup, stores, change, how));
  }
  return effect;
}

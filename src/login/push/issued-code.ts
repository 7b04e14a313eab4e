// Gives a person in the chat a code to type into the page.
import {
  type ChatCodeSeed,
  chatCodeLength,
  chatCodeLifetime,
  deriveChatCode,
  hashChatCode,
  manyChatCodes,
  spaced,
} from "../../domain/chat-code.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Language } from "../../domain/language.ts";
import { fill } from "../../domain/texts.ts";
import { bareWord } from "../../domain/typed.ts";
import { deriveVerificationCode } from "../../domain/verification-code.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push, Reply } from "../../wechat/index.ts";
import { applicationForCodes } from "../channels/official-account-code.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { replyToSuspended } from "../transition/access.ts";
import { replyWithText, type SideEffects } from "../transition/effect.ts";
import { replyToLost } from "../transition/lost.ts";
import { textsOf } from "../transition/prompt-texts.ts";
import { isLost, isSuspended } from "../transition/resolve-identity.ts";

/** The key of a menu button that asks for a code. */
export const codeMenuKey = "SAOMA_LOGIN";

/** Handles a request for a code to type into the page. Undefined if the push is something else. */
export async function issueChatCode(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
): Promise<SideEffects | undefined> {
  const application = isCodeRequest(source, push) ? applicationForCodes(setup, source) : undefined;
  if (!application) return undefined;
  const person = { appid: source.appid, openId: push.openId };
  const language = languageAsked(application, push);
  if (await isLost(stores, person)) return replyToLost(application, language);
  if (await isSuspended(stores, person)) return replyToSuspended(application, language);
  const code = await drawCode(setup, stores, source, push, chatCode);
  const { chatCode: text } = textsOf(application, language);
  return replyWithText(fill(text, { code: placeholder, source: source.name }), { code });
}

/** No browser has said a language yet: where the application leaves it open, it is that of the word that was sent. */
const languageAsked = ({ language }: Application, { type, content = "" }: Push): Language =>
  language !== "auto" ? language : type === "text" && !/\p{Script=Han}/u.test(content) ? "en" : "zh-CN";

/** Whether a push asks for a code. It gets one if the source issues codes. */
export function isCodeRequest({ codeKeywords }: Source, push: Push): boolean {
  if (push.type === "event") return push.event === "CLICK" && push.eventKey === codeMenuKey;
  return push.type === "text" && isKeyword(codeKeywords, push.content ?? "");
}

/** The maximum length of a keyword, with the punctuation that people add. */
const longestKeyword = 128;

const isKeyword = (keywords: readonly string[], text: string): boolean =>
  text.length <= longestKeyword && known(keywords).has(keywordOf(text));

/** 登陆 is the most common misspelling of 登录. */
const keywordOf = (text: string): string => bareWord(text).replace(/登[陆錄陸]/g, "登录");

/** The configured keywords in normal form, cached because every message is compared with them. */
const read = new WeakMap<readonly string[], ReadonlySet<string>>();

function known(keywords: readonly string[]): ReadonlySet<string> {
  const before = read.get(keywords) ?? new Set(keywords.map(keywordOf));
  read.set(keywords, before);
  return before;
}

/** One of the two kinds of codes that the chat gives. */
export interface CodeKind {
  /** Milliseconds. */
  readonly lifetime: number;
  length(live: number): number;
  derive(key: LoginContext["key"], appid: string, pushKey: string, seed: ChatCodeSeed): string;
  hash(key: LoginContext["key"], appid: string, code: string): string;
}

const chatCode: CodeKind = {
  lifetime: chatCodeLifetime,
  length: chatCodeLength,
  derive: deriveChatCode,
  hash: hashChatCode,
};

const draws = 10;

/** Draws an unused code, and stores it. */
export async function drawCode(
  { key }: LoginContext,
  stores: Stores,
  { appid }: Source,
  push: Push,
  kind: CodeKind,
): Promise<ChatCodeSeed> {
  const length = kind.length(await stores.chatCodes.live(appid, stores.now, manyChatCodes));
  const expiresAt = stores.now + kind.lifetime;
  for (let draw = 1; draw <= draws; draw++) {
    const hash = kind.hash(key, appid, kind.derive(key, appid, push.key, { draw, length }));
    if (await stores.chatCodes.insert({ appid, hash, openId: push.openId, expiresAt })) return { draw, length };
  }
  throw new SaomaError("internal", { detail: `no free code of ${length} characters in ${draws} draws` });
}

/** Marks the place of the code in a stored reply. */
export const placeholder = "{code}";

/** The reply with its code. It is stored without the code, which is derived from the push. */
export function withIssuedCode(
  key: LoginContext["key"],
  { appid }: Source,
  push: Push,
  reply: Reply,
  seed: ChatCodeSeed,
): Reply {
  if (reply.type !== "text") return reply;
  const code = seed.isVerification
    ? deriveVerificationCode(key, appid, push.key, seed)
    : spaced(deriveChatCode(key, appid, push.key, seed));
  return { ...reply, text: reply.text.replace(placeholder, () => code) };
}

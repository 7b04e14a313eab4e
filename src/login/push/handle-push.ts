// Processes a push: limits, the transaction, its effect and its reply. Deliveries of one push share one result.
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { LoginContext, OnMessage, PushReply, Source } from "../context.ts";
import { isAnswered, tellInReply } from "../notices/tell-in-reply.ts";
import { publish, replyWithText, type SideEffects } from "../transition/effect.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { textsOf } from "../transition/prompt-texts.ts";
import { scan, sceneOf, sceneOfFollow } from "../transition/scan.ts";
import { type UnionIdLookup, UnionIdRequired } from "../transition/union-id-lookup.ts";
import { recordEvents } from "../webhooks/record-events.ts";
import { handleAccountWord, remindOfArrival } from "./account-word.ts";
import { autoReply } from "./auto-reply.ts";
import { createHandlerCalls } from "./call-handler.ts";
import { createPushClassifier, isCancellation, isRateLimited } from "./classify.ts";
import { handleAnswer } from "./confirm.ts";
import { handleConsentEvent } from "./consent-events.ts";
import { followed, handleFollow, handleUnfollow } from "./follow.ts";
import { issueChatCode } from "./issued-code.ts";
import { askBackend, awaitHolder, holdPush } from "./relay.ts";
import { countSentCode, finishSentCode, handleSentCode } from "./sent-code.ts";
import {
  complete,
  type IncomingPush,
  idOf,
  isCopied,
  isPassedOn,
  readReply,
  replyWith,
  writeReply,
} from "./stored-reply.ts";
import { countedLookUps, issueVerificationCode } from "./verification-code.ts";

/**
 * The result of a push. `refused`: in plain mode, its nonce has signed another message. `late`: its reply is still
 * awaited, so WeChat should time out and deliver the push again.
 */
export type PushResult =
  | { readonly reply: PushReply | undefined }
  | { readonly refused: true }
  | { readonly late: true };

/**
 * Processes a push once, for any number of deliveries and instances. Resolves when its effect and reply are durable.
 * Rejects if they cannot be made durable; nothing is half-written.
 */
export type HandlePush = (incoming: IncomingPush) => Promise<PushResult>;

type ProcessResult =
  | { refused: true }
  | { known: PushReply | undefined }
  | { done: SideEffects }
  /** The application's handler is called as well, after the push's own effects, which may be none. */
  | { handled: SideEffects }
  /** Another instance is waiting for the reply of the source's backend. */
  | { held: true };

export function createHandlePush(setup: LoginContext, unionIds: UnionIdLookup): HandlePush {
  const handlerCalls = createHandlerCalls(setup);
  const isOurs = createPushClassifier(setup);
  /** Pushes that were counted and will be tried again because the database was away. Each counts once. */
  const counted = new WeakMap<Push, boolean>();

  /**
   * Whether the person has sent too many pushes. Events that WeChat sends by itself are not limited, and a push that is
   * delivered again while its reply is awaited is not refused.
   */
  async function isTooMany(incoming: IncomingPush): Promise<boolean> {
    const { source, push } = incoming;
    if (!isRateLimited(push)) return false;
    const before = counted.get(push);
    if (before !== undefined) return before;
    const hit = await setup.limits.hit(`push:${source.appid}:${push.openId}`, setup.limit.pushesPerPerson);
    return !hit.allowed && !handlerCalls.isAwaited(incoming);
  }

  /**
   * If the transaction needs the sender's unionId, fetches it from WeChat outside the transaction and processes the
   * push again.
   */
  async function processOnce(
    handler: OnMessage | undefined,
    incoming: IncomingPush,
    tooMany: boolean,
    told?: WechatProfile,
  ): Promise<ProcessResult> {
    const { source, push } = incoming;
    try {
      const mayBeSignIn = isOurs(source, push);
      // Only a text can be a code, or ask for one.
      const mayBeCode = mayBeSignIn && push.type === "text";
      const mayTry = tooMany || !mayBeCode || (await countSentCode(setup, source, push));
      const wrong = mayBeCode ? await countedLookUps(setup, source, push) : 0;
      const isHandled = handler !== undefined || isPassedOn(incoming);
      const facts = { isTooMany: tooMany, isHandled, mayBeSignIn, mayTry, wrong, told };
      return await setup.store.transact(async (stores) => {
        const result = await processPush(setup, stores, incoming, facts);
        if ("done" in result) await recordEvents(setup, stores, result.done.events);
        // A push for the handler may be processed for each of its deliveries, but its events are written once.
        if ("handled" in result) await recordEvents(setup, stores, result.handled.events, idOf(incoming));
        return result;
      });
    } catch (error) {
      if (!(error instanceof UnionIdRequired) || told) throw error;
      return processOnce(handler, incoming, tooMany, await unionIds.ask(error));
    }
  }

  async function awaitReply(incoming: IncomingPush, tooMany: boolean): Promise<PushResult> {
    const found = await awaitHolder(setup, incoming);
    if (found === "free") return processAndReply(incoming, tooMany);
    return found === "late" ? { late: true } : { reply: readReply(setup, incoming, found.reply) };
  }

  async function processAndReply(incoming: IncomingPush, tooMany: boolean): Promise<PushResult> {
    const handler = setup.onMessage();
    const outcome = await processOnce(handler, incoming, tooMany);
    if ("refused" in outcome) return outcome;
    if ("known" in outcome) return { reply: outcome.known };
    if ("held" in outcome) return awaitReply(incoming, tooMany);
    if ("handled" in outcome) return handlerCalls.run(handler, incoming, outcome.handled);
    publish(setup, outcome.done);
    if (isCopied(incoming) && !tooMany) void askBackend(incoming);
    if (isCancellation(incoming.push)) await setup.store.scrub({ rewrite: true });
    if (outcome.done.sentCode) await finishSentCode(setup, incoming, outcome.done.sentCode);
    return { reply: complete(setup, incoming, outcome.done) };
  }

  return async (incoming) => {
    const tooMany = await isTooMany(incoming);
    try {
      return await processAndReply(incoming, tooMany);
    } catch (error) {
      counted.set(incoming.push, tooMany);
      throw error;
    }
  };
}

interface PushFacts {
  /** The person has sent too many pushes. A repeated delivery still gets its stored reply. */
  readonly isTooMany: boolean;
  /** Whether a handler or a backend gets pushes that are not part of a sign-in. */
  readonly isHandled: boolean;
  /** Whether the push may be part of a sign-in, by its content alone. */
  readonly mayBeSignIn: boolean;
  /** Whether the person may still try a code; false after too many wrong ones. */
  readonly mayTry: boolean;
  /** The number of recent wrong look-ups, if the push asks for a verification code. */
  readonly wrong: number;
  /** The details that WeChat returned about the person; absent if it was not asked. */
  readonly told: WechatProfile | undefined;
}

async function processPush(
  setup: LoginContext,
  stores: Stores,
  incoming: IncomingPush,
  facts: PushFacts,
): Promise<ProcessResult> {
  const { source, push, nonce } = incoming;
  if (nonce && !(await stores.inbox.bindNonce(source.appid, nonce, push.fingerprint))) {
    return { refused: true };
  }
  const isForeign = !facts.mayBeSignIn && !facts.isHandled && !isCopied(incoming);
  // Most chats have no pending notices, and their reply is unchanged.
  if (isForeign && !(isAnswered(push) && (await stores.notices.waits(source.appid, push.openId)))) {
    return processForeignPush(setup, stores, incoming, facts);
  }
  const before = await stores.inbox.claim(idOf(incoming));
  if (before) return { known: readReply(setup, incoming, before.reply) };
  const effect = facts.isTooMany
    ? tooManyReply()
    : facts.mayBeSignIn
      ? await applyPush(setup, stores, source, push, facts)
      : undefined;
  if (facts.isHandled && (effect?.handled ?? !effect)) {
    await stores.inbox.release(idOf(incoming));
    if (isPassedOn(incoming) && !(await holdPush(stores, incoming))) return { held: true };
    return { handled: effect ?? {} };
  }
  const done = await tellInReply(setup, stores, source, push, effect ?? replyWith(autoReply(source, push)));
  await stores.inbox.answer(idOf(incoming), writeReply(done), stores.now);
  return { done };
}

/** The reply follows from the push alone, so that only storing it shows whether the push was answered before. */
async function processForeignPush(
  setup: LoginContext,
  stores: Stores,
  incoming: IncomingPush,
  { isTooMany }: PushFacts,
): Promise<ProcessResult> {
  const done = isTooMany ? tooManyReply() : replyWith(autoReply(incoming.source, incoming.push));
  const given = writeReply(done);
  const stands = await stores.inbox.answer(idOf(incoming), given, stores.now);
  return stands.reply === given.reply ? { done } : { known: readReply(setup, incoming, stands.reply) };
}

const tooManyReply = (): SideEffects => replyWithText(textsOf(undefined, "zh-CN").tooMany);

/** Applies the part of a push that concerns a sign-in. Undefined if there is none. */
async function applyPush(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  { mayTry, wrong, told }: PushFacts,
): Promise<SideEffects | undefined> {
  const { openId, event, eventKey = "" } = push;
  if (push.type === "text") {
    return (
      (await handleAccountWord(setup, stores, source, push)) ??
      (await handleSentCode(setup, stores, source, push, { mayTry, told })) ??
      (await answerPrompt(setup, stores, source, push, told)) ??
      (await issueVerificationCode(setup, stores, source, push, { wrong, told })) ??
      issueChatCode(setup, stores, source, push)
    );
  }
  if (push.type !== "event") return undefined;
  if (event === "CLICK") return issueChatCode(setup, stores, source, push);
  if (event === "SCAN") return scan(setup, stores, source, sceneOf(eventKey), { openId, ...(told ? { told } : {}) });
  if (event === "subscribe") return subscribe(setup, stores, source, push, told);
  return event === "unsubscribe"
    ? handleUnfollow(stores, source, openId)
    : handleConsentEvent(setup, stores, source, push);
}

async function answerPrompt(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  told: WechatProfile | undefined,
): Promise<SideEffects | undefined> {
  const effect = await handleAnswer(setup, stores, source, push, told);
  return effect && remindOfArrival(setup, stores, source, push, effect);
}

async function subscribe(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  told: WechatProfile | undefined,
): Promise<SideEffects> {
  const scene = sceneOfFollow(push);
  const scanned =
    scene && (await scan(setup, stores, source, scene, { openId: push.openId, ...(told ? { told } : {}) }));
  if (!scanned) return handleFollow(source, push);
  return { ...scanned, events: [followed(source, push), ...(scanned.events ?? [])] };
}

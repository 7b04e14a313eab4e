import { pairingCodeOf } from "../../domain/pairing.ts";
import type { Answered, DatedNonce, PushId, Stores } from "../../ports/store.ts";
import type { Push, Reply } from "../../wechat/index.ts";
import { type LoginContext, type Source, textsOf } from "../context.ts";
import { publish, replyWithText, type SideEffects } from "../transition/effect.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { pairingPlaceholder } from "../transition/prompt.ts";
import { scan } from "../transition/scan.ts";
import { type UnionIdLookup, UnionIdRequired } from "../transition/union-id-lookup.ts";
import { autoReply, type OnMessage } from "./auto-reply.ts";
import { createPushClassifier } from "./classify.ts";
import { handleAnswer } from "./confirm.ts";
import { handleConsentEvent, isConsentEvent } from "./consent-events.ts";
import { handleFollow, handleUnfollow } from "./follow.ts";
import { issueChatCode, withIssuedCode } from "./issued-code.ts";
import { countSentCode, handleSentCode, settleSentCode } from "./sent-code.ts";

/** What a push came to. `refused`: in plaintext mode, its nonce had signed another message. */
export type PushResult = { readonly reply: Reply | undefined } | { readonly refused: true };

/** A verified push. `nonce` is given where the signature does not cover the body, which is plaintext mode. */
export interface IncomingPush {
  readonly source: Source;
  readonly push: Push;
  readonly nonce?: DatedNonce;
}

/**
 * Deals with a push once, however often and on however many instances it arrives. Resolves when its
 * effect and its reply are durable; rejects where they cannot be made so, and nothing is half-written.
 */
export type HandlePush = (incoming: IncomingPush) => Promise<PushResult>;

type ProcessResult = { refused: true } | { known: Reply | undefined } | { done: SideEffects } | { message: true };

export function createHandlePush(setup: LoginContext, unionIds: UnionIdLookup): HandlePush {
  const answering = new Map<string, Promise<Reply | undefined>>();
  const isOurs = createPushClassifier(setup);
  /** Of pushes that will be tried again, because the database was away: each counts once. */
  const counted = new WeakMap<Push, boolean>();

  /** Whether the person has sent too many. */
  async function isTooMany({ source, push }: IncomingPush): Promise<boolean> {
    const before = counted.get(push);
    if (before !== undefined) return before;
    const hit = await setup.limits.hit(`push:${source.appid}:${push.openId}`, setup.limit.pushesPerPerson);
    return !hit.allowed;
  }

  /** A push by which somebody would be let in unasked for is dealt with again, by what WeChat says of them. */
  async function processOnce(
    incoming: IncomingPush,
    handler: OnMessage | undefined,
    tooMany: boolean,
    told?: WechatProfile,
  ): Promise<ProcessResult> {
    const { source, push } = incoming;
    try {
      const mayBeSignIn = isOurs(source, push);
      const mayTry = tooMany || !mayBeSignIn || (await countSentCode(setup, source, push));
      const how = { isTooMany: tooMany, isHandled: handler !== undefined, mayBeSignIn, mayTry, told };
      return await setup.store.transact((stores) => processPush(setup, stores, incoming, how));
    } catch (error) {
      if (!(error instanceof UnionIdRequired) || told) throw error;
      return processOnce(incoming, handler, tooMany, await unionIds.ask(error));
    }
  }

  /** The handler does I/O, so it runs outside of any transaction, once for deliveries that overlap. */
  function answerMessage(handler: OnMessage, { source, push }: IncomingPush): Promise<Reply | undefined> {
    const key = `${source.appid} ${push.key}`;
    const running =
      answering.get(key) ?? callHandler(setup, handler, source, push).finally(() => answering.delete(key));
    answering.set(key, running);
    return running;
  }

  async function processAndReply(incoming: IncomingPush, tooMany: boolean): Promise<PushResult> {
    const handler = setup.onMessage();
    const dealt = await processOnce(incoming, handler, tooMany);
    if ("refused" in dealt) return dealt;
    if ("known" in dealt) return { reply: dealt.known };
    if ("message" in dealt) return { reply: handler && (await answerMessage(handler, incoming)) };
    publish(setup, dealt.done);
    if (isConsentEvent(incoming.push)) await setup.store.scrub();
    await settleSentCode(setup, incoming, dealt.done.sentCode);
    return { reply: complete(setup, incoming, dealt.done) };
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
  /** The person has sent too many; but what was answered before has its answer again. */
  readonly isTooMany: boolean;
  /** Whether there is a handler for messages that are not ours. */
  readonly isHandled: boolean;
  /** Whether it may be part of a sign-in, as far as it shows by itself. */
  readonly mayBeSignIn: boolean;
  /** Not after so many wrong codes. */
  readonly mayTry: boolean;
  /** What WeChat told of the person when it was asked; absent where it was not. */
  readonly told: WechatProfile | undefined;
}

async function processPush(
  setup: LoginContext,
  stores: Stores,
  incoming: IncomingPush,
  how: PushFacts,
): Promise<ProcessResult> {
  const { source, push, nonce } = incoming;
  if (nonce && !(await stores.inbox.bindNonce(source.appid, nonce, push.fingerprint))) {
    return { refused: true };
  }
  if (!how.mayBeSignIn && !how.isHandled) return processForeignPush(setup, stores, incoming, how);
  const before = await stores.inbox.answered(idOf(incoming));
  if (before) return { known: readReply(setup, incoming, before.reply) };
  const isTooMany = how.isTooMany && !isConsentEvent(push);
  const effect = isTooMany
    ? tooManyReply()
    : how.mayBeSignIn
      ? await applyPush(setup, source, stores, push, how)
      : undefined;
  if (!effect && how.isHandled) return { message: true };
  const done = effect ?? replyWith(autoReply(source, push));
  await stores.inbox.answer(idOf(incoming), writeReply(done), stores.now);
  return { done };
}

/** What it is answered is known by itself, so that only keeping it shows whether it was answered before. */
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

const idOf = ({ source: { appid }, push: { key, createTime } }: IncomingPush): PushId => ({ appid, key, createTime });

const tooManyReply = (): SideEffects => replyWithText(textsOf(undefined, "zh-CN").tooMany);

/** What the push means to us; undefined where it is somebody else's. */
async function applyPush(
  setup: LoginContext,
  source: Source,
  stores: Stores,
  push: Push,
  { mayTry, told }: PushFacts,
): Promise<SideEffects | undefined> {
  const { openId, event, eventKey = "" } = push;
  if (push.type === "text") {
    return (
      (await handleSentCode(setup, source, stores, push, { mayTry, told })) ??
      (await handleAnswer(setup, source, stores, push, told)) ??
      issueChatCode(setup, source, stores, push)
    );
  }
  if (push.type !== "event") return undefined;
  if (event === "CLICK") return issueChatCode(setup, source, stores, push);
  if (event === "SCAN") return scan(setup, source, stores, openId, eventKey, told);
  if (event === "subscribe") return subscribe(setup, source, stores, push, told);
  return event === "unsubscribe"
    ? handleUnfollow(source, stores, openId)
    : handleConsentEvent(setup, source, stores, push);
}

const scenePrefix = "qrscene_";

async function subscribe(
  setup: LoginContext,
  source: Source,
  stores: Stores,
  { openId, eventKey: key = "" }: Push,
  told: WechatProfile | undefined,
): Promise<SideEffects> {
  const plain = handleFollow(source, openId);
  if (!key.startsWith(scenePrefix)) return plain;
  const scanned = await scan(setup, source, stores, openId, key.slice(scenePrefix.length), told);
  return scanned ? { ...scanned, events: [...(plain.events ?? []), ...(scanned.events ?? [])] } : plain;
}

async function callHandler(
  setup: LoginContext,
  handler: OnMessage,
  source: Source,
  push: Push,
): Promise<Reply | undefined> {
  const reply = (await handler({ appid: source.appid, push })) ?? autoReply(source, push);
  const stands = await setup.store.transact((stores) =>
    stores.inbox.answer(idOf({ source, push }), writeReply(replyWith(reply)), stores.now),
  );
  return readReply(setup, { source, push }, stands.reply);
}

const replyWith = (reply: Reply | undefined): SideEffects => (reply ? { reply } : {});

const writeReply = ({ reply, code, pairs }: SideEffects): Answered =>
  reply ? { reply: JSON.stringify({ ...reply, ...(code ? { code } : {}), ...(pairs ? { pairs } : {}) }) } : {};

/** Fills in the codes that a reply is kept without. */
function complete(
  { key }: LoginContext,
  { source, push }: IncomingPush,
  { reply, code, pairs }: SideEffects,
): Reply | undefined {
  if (reply && code) return withIssuedCode(key, source, push, reply, code);
  if (reply?.type !== "text" || pairs === undefined) return reply;
  const pairingCode = pairingCodeOf(key, { id: pairs, appid: source.appid, openId: push.openId });
  return { ...reply, text: reply.text.replace(pairingPlaceholder, pairingCode) };
}

/** Only {@link writeReply} writes these. */
function readReply(setup: LoginContext, incoming: IncomingPush, text: string | undefined): Reply | undefined {
  if (!text) return undefined;
  const { code, pairs, ...reply } = JSON.parse(text) as Reply & Pick<SideEffects, "code" | "pairs">;
  return complete(setup, incoming, { reply, ...(code ? { code } : {}), ...(pairs ? { pairs } : {}) });
}

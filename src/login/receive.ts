import type { Answered, DatedNonce, PushId, Stores } from "../ports/store.ts";
import type { Push, Reply } from "../wechat/index.ts";
import { authorization, isDecision } from "./authorization.ts";
import { askForCode, withCode } from "./chat-code.ts";
import { countTry, sendCode } from "./code.ts";
import { answer } from "./confirm.ts";
import { type Effect, letOut, say } from "./effect.ts";
import { follow, unfollow } from "./follow.ts";
import type { Told } from "./grant.ts";
import { autoReply, type OnMessage } from "./message.ts";
import { createOurs } from "./ours.ts";
import { scan } from "./scan.ts";
import { type Setup, type Source, textsOf } from "./setup.ts";
import { AskFirst, type UnionIds } from "./union-ids.ts";

/** What a push came to. `refused`: in plaintext mode, its nonce had signed another message. */
export type Received = { readonly reply: Reply | undefined } | { readonly refused: true };

/** A verified push. `nonce` is given where the signature does not cover the body, which is plaintext mode. */
export interface Incoming {
  readonly source: Source;
  readonly push: Push;
  readonly nonce?: DatedNonce;
}

/**
 * Deals with a push once, however often and on however many instances it arrives. Resolves when its
 * effect and its reply are durable; rejects where they cannot be made so, and nothing is half-written.
 */
export type Receive = (incoming: Incoming) => Promise<Received>;

type Dealt = { refused: true } | { known: Reply | undefined } | { done: Effect } | { message: true };

export function createReceive(setup: Setup, unionIds: UnionIds): Receive {
  const answering = new Map<string, Promise<Reply | undefined>>();
  const isOurs = createOurs(setup);
  /** Of pushes that will be tried again, because the database was away: each counts once. */
  const counted = new WeakMap<Push, boolean>();

  /** Whether the person has sent too many. */
  async function isTooMany({ source, push }: Incoming): Promise<boolean> {
    const before = counted.get(push);
    if (before !== undefined) return before;
    const hit = await setup.limits.hit(`push:${source.appid}:${push.openId}`, setup.limit.pushesPerPerson);
    return !hit.allowed;
  }

  /** A push by which somebody would be let in unasked for is dealt with again, by what WeChat says of them. */
  async function dealOnce(
    incoming: Incoming,
    handler: OnMessage | undefined,
    tooMany: boolean,
    told?: Told,
  ): Promise<Dealt> {
    const { source, push } = incoming;
    try {
      const mayBeOurs = isOurs(source, push);
      const mayTry = tooMany || !mayBeOurs || (await countTry(setup, source, push));
      const how = { isTooMany: tooMany, isHandled: handler !== undefined, mayBeOurs, mayTry, told };
      return await setup.store.transact((stores) => deal(setup, stores, incoming, how));
    } catch (error) {
      if (!(error instanceof AskFirst) || told) throw error;
      return dealOnce(incoming, handler, tooMany, await unionIds.ask(error));
    }
  }

  /** The handler does I/O, so it runs outside of any transaction, once for deliveries that overlap. */
  function answerMessage(handler: OnMessage, { source, push }: Incoming): Promise<Reply | undefined> {
    const key = `${source.appid} ${push.key}`;
    const running = answering.get(key) ?? ask(setup, handler, source, push).finally(() => answering.delete(key));
    answering.set(key, running);
    return running;
  }

  async function dealWith(incoming: Incoming, tooMany: boolean): Promise<Received> {
    const { source, push } = incoming;
    const handler = setup.onMessage();
    const dealt = await dealOnce(incoming, handler, tooMany);
    if ("refused" in dealt) return dealt;
    if ("known" in dealt) return { reply: dealt.known };
    if ("message" in dealt) return { reply: handler && (await answerMessage(handler, incoming)) };
    letOut(setup, dealt.done);
    if (dealt.done.clears !== undefined) await setup.tries.clear(dealt.done.clears);
    const { reply, code } = dealt.done;
    return { reply: reply && code ? withCode(setup.key, source, push, reply, code) : reply };
  }

  return async (incoming) => {
    const tooMany = await isTooMany(incoming);
    try {
      return await dealWith(incoming, tooMany);
    } catch (error) {
      counted.set(incoming.push, tooMany);
      throw error;
    }
  };
}

interface How {
  /** The person has sent too many; but what was answered before has its answer again. */
  readonly isTooMany: boolean;
  /** Whether there is a handler for messages that are not ours. */
  readonly isHandled: boolean;
  /** Whether it may be part of a sign-in, as far as it shows by itself. */
  readonly mayBeOurs: boolean;
  /** Not after so many wrong codes. */
  readonly mayTry: boolean;
  /** What WeChat told of the person when it was asked; absent where it was not. */
  readonly told: Told | undefined;
}

async function deal(setup: Setup, stores: Stores, incoming: Incoming, how: How): Promise<Dealt> {
  const { source, push, nonce } = incoming;
  if (nonce && !(await stores.inbox.bindNonce(source.appid, nonce, push.fingerprint))) {
    return { refused: true };
  }
  if (!how.mayBeOurs && !how.isHandled) return dealForeign(setup, stores, incoming, how);
  const before = await stores.inbox.answered(idOf(incoming));
  if (before) return { known: readReply(setup, incoming, before.reply) };
  const isTooMany = how.isTooMany && !isDecision(push);
  const effect = isTooMany ? tooMany() : how.mayBeOurs ? await act(setup, source, stores, push, how) : undefined;
  if (!effect && how.isHandled) return { message: true };
  const done = effect ?? replyWith(autoReply(source, push));
  await stores.inbox.answer(idOf(incoming), writeReply(done), stores.now);
  return { done };
}

/** What it is answered is known by itself, so that only keeping it shows whether it was answered before. */
async function dealForeign(setup: Setup, stores: Stores, incoming: Incoming, { isTooMany }: How): Promise<Dealt> {
  const done = isTooMany ? tooMany() : replyWith(autoReply(incoming.source, incoming.push));
  const given = writeReply(done);
  const stands = await stores.inbox.answer(idOf(incoming), given, stores.now);
  return stands.reply === given.reply ? { done } : { known: readReply(setup, incoming, stands.reply) };
}

const idOf = ({ source: { appid }, push: { key, createTime } }: Incoming): PushId => ({ appid, key, createTime });

const tooMany = (): Effect => say(textsOf(undefined, "zh-CN").tooMany);

/** What the push means to us; undefined where it is somebody else's. */
async function act(
  setup: Setup,
  source: Source,
  stores: Stores,
  push: Push,
  { mayTry, told }: How,
): Promise<Effect | undefined> {
  const { openId, event, eventKey = "" } = push;
  if (push.type === "text") {
    return (
      (await sendCode(setup, source, stores, push, { mayTry, told })) ??
      (await answer(setup, source, stores, push, told)) ??
      askForCode(setup, source, stores, push)
    );
  }
  if (push.type !== "event") return undefined;
  if (event === "CLICK") return askForCode(setup, source, stores, push);
  if (event === "SCAN") return scan(setup, source, stores, openId, eventKey, told);
  if (event === "subscribe") return subscribe(setup, source, stores, push, told);
  return event === "unsubscribe" ? unfollow(source, stores, openId) : authorization(setup, source, stores, push);
}

const scenePrefix = "qrscene_";

async function subscribe(
  setup: Setup,
  source: Source,
  stores: Stores,
  { openId, eventKey: key = "" }: Push,
  told: Told | undefined,
): Promise<Effect> {
  const plain = follow(source, openId);
  if (!key.startsWith(scenePrefix)) return plain;
  const scanned = await scan(setup, source, stores, openId, key.slice(scenePrefix.length), told);
  return scanned ? { ...scanned, events: [...(plain.events ?? []), ...(scanned.events ?? [])] } : plain;
}

async function ask(setup: Setup, handler: OnMessage, source: Source, push: Push): Promise<Reply | undefined> {
  const reply = (await handler({ appid: source.appid, push })) ?? autoReply(source, push);
  const stands = await setup.store.transact((stores) =>
    stores.inbox.answer(idOf({ source, push }), writeReply(replyWith(reply)), stores.now),
  );
  return readReply(setup, { source, push }, stands.reply);
}

const replyWith = (reply: Reply | undefined): Effect => (reply ? { reply } : {});

const writeReply = ({ reply, code }: Effect): Answered =>
  reply ? { reply: JSON.stringify(code ? { ...reply, code } : reply) } : {};

/** Only {@link writeReply} writes these. */
function readReply({ key }: Setup, { source, push }: Incoming, text: string | undefined): Reply | undefined {
  if (!text) return undefined;
  const { code, ...reply } = JSON.parse(text) as Reply & Pick<Effect, "code">;
  return code ? withCode(key, source, push, reply, code) : reply;
}

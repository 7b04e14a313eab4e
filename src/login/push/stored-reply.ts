// What a push is to its source: whether it is passed on, how its reply is stored and read again.
import { pairingCodeOf } from "../../domain/pairing.ts";
import type { Answered, DatedNonce, PushId } from "../../ports/inbox.ts";
import type { Push } from "../../wechat/index.ts";
import type { LoginContext, PushReply, PushWire, Source } from "../context.ts";
import type { SideEffects } from "../transition/effect.ts";
import { pairingPlaceholder } from "../transition/prompt.ts";
import { keywordReply } from "./auto-reply.ts";
import { isConsentEvent } from "./consent-events.ts";
import { withIssuedCode } from "./issued-code.ts";

/** A verified push. `nonce` is present in plain mode, where the signature does not cover the body. */
export interface IncomingPush {
  readonly source: Source;
  readonly push: Push;
  readonly nonce?: DatedNonce;
  /** The push as it was received; present if it can be relayed. */
  readonly wire?: PushWire;
}

/**
 * Whether a push that is not part of a sign-in is relayed to the source's backend. A push with a keyword's reply is
 * not.
 */
export const isPassedOn = ({ source, push, wire }: IncomingPush): boolean =>
  source.relay !== undefined && wire !== undefined && keywordReply(source, push) === undefined;

/**
 * Whether the backend also gets pushes that Saoma processes. It gets a change of a person's consent in any case: what it
 * keeps of the person itself is concerned, too.
 */
export const isCopied = ({ source: { relay }, push, wire }: IncomingPush): boolean =>
  relay !== undefined && wire !== undefined && (relay.only === "all" || isConsentEvent(push));

/** The id by which a push is recognized when it is delivered again. */
export const idOf = ({ source: { appid }, push: { key, createTime } }: IncomingPush): PushId => ({
  appid,
  key,
  createTime,
});

/** An effect that consists only of a reply. */
export const replyWith = (reply: PushReply | undefined): SideEffects => (reply ? { reply } : {});

/** A reply in the form in which it is stored: without the codes in it. */
export const writeReply = ({ reply, code, pairs }: SideEffects): Answered =>
  reply ? { reply: JSON.stringify({ ...reply, ...(code ? { code } : {}), ...(pairs ? { pairs } : {}) }) } : {};

/** Fills in the codes that a stored reply lacks. */
export function complete(
  { key }: LoginContext,
  { source, push }: IncomingPush,
  { reply, code, pairs }: SideEffects,
): PushReply | undefined {
  if (reply && code && reply.type !== "relayed") return withIssuedCode(key, source, push, reply, code);
  if (reply?.type !== "text" || pairs === undefined) return reply;
  const pairingCode = pairingCodeOf(key, { id: pairs, appid: source.appid, openId: push.openId });
  return { ...reply, text: reply.text.replace(pairingPlaceholder, pairingCode) };
}

/** The reply to this push, from its stored form. Only {@link writeReply} writes that form. */
export function readReply(
  setup: LoginContext,
  incoming: IncomingPush,
  text: string | undefined,
): PushReply | undefined {
  if (!text) return undefined;
  const { code, pairs, ...reply } = JSON.parse(text) as PushReply & Pick<SideEffects, "code" | "pairs">;
  return complete(setup, incoming, { reply, ...(code ? { code } : {}), ...(pairs ? { pairs } : {}) });
}

import { errors, SaomaError } from "../../domain/errors.ts";
import type { Reply } from "../../wechat/index.ts";
import type { LoginContext, OnMessage } from "../context.ts";
import { tellInReply } from "../notices/tell-in-reply.ts";
import { publish, type SideEffects } from "../transition/effect.ts";
import { autoReply } from "./auto-reply.ts";
import { type IncomingPush, idOf, readReply, replyWith, writeReply } from "./stored-reply.ts";

/**
 * The reply of the application's handler, or else Saoma's own. The effects of the push are committed already. They are
 * published once, by the delivery that stores its reply first.
 */
export async function callHandler(
  setup: LoginContext,
  handler: OnMessage,
  incoming: IncomingPush,
  effect: SideEffects,
): Promise<Reply | undefined> {
  const { source, push } = incoming;
  publish(setup, { hints: effect.hints ?? [] });
  const said = (await askHandler(setup, handler, incoming)) ?? effect.reply ?? autoReply(source, push);
  const reply = isEmpty(said) ? undefined : said;
  const { stands, isFirst } = await setup.store.transact(async (stores) => {
    const before = await stores.inbox.claim(idOf(incoming));
    if (before) return { stands: before, isFirst: false };
    const given = writeReply(await tellInReply(setup, stores, source, push, replyWith(reply)));
    return { stands: await stores.inbox.answer(idOf(incoming), given, stores.now), isFirst: true };
  });
  if (isFirst) publish(setup, { events: effect.events ?? [], notices: effect.notices ?? [] });
  return readReply(setup, incoming, stands.reply);
}

/**
 * WeChat shows an empty `Content` as a failure; a handler that returns it means no reply. Characters that XML forbids
 * are removed when the reply is written.
 */
const isEmpty = (reply: Reply | undefined): boolean =>
  reply?.type === "text" && !/[^\s\p{Cc}\p{Cs}\ufffe\uffff]/u.test(reply.text);

/**
 * A handler that throws gives no reply. It is not called again for the next delivery, because it may have done half of
 * its work. Only an error of our own database makes WeChat deliver the whole push again.
 */
async function askHandler({ log }: LoginContext, handler: OnMessage, { source, push }: IncomingPush) {
  const { appid } = source;
  try {
    return await handler({ appid, push });
  } catch (error) {
    if (error instanceof SaomaError && errors[error.code].retryable) throw error;
    log.error({ err: error, appid, event: push.event ?? push.type }, "a message handler failed; it counts as silent");
    return undefined;
  }
}

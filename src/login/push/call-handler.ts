// The replies to pushes that are not part of a sign-in: by the application's handler or the source's backend.
import { createSingleFlight } from "../../base/single-flight.ts";
import { errors, SaomaError } from "../../domain/errors.ts";
import type { LoginContext, OnMessage, PushReply } from "../context.ts";
import { tellInReply } from "../notices/tell-in-reply.ts";
import { publish, type SideEffects } from "../transition/effect.ts";
import { autoReply } from "./auto-reply.ts";
import { askBackend, orLate } from "./relay.ts";
import { type IncomingPush, idOf, isPassedOn, readReply, replyWith, writeReply } from "./stored-reply.ts";

/**
 * `run` calls handler and backend, outside of any transaction. Concurrent deliveries of a push share one call. `late`:
 * the reply takes longer than WeChat waits, and is stored for the next delivery. `isAwaited`: another delivery of the
 * push waits for its reply.
 */
export function createHandlerCalls(setup: LoginContext) {
  const calls = createSingleFlight<PushReply | undefined>();
  const keyOf = ({ source, push }: IncomingPush) => `${source.appid} ${push.key}`;
  return {
    isAwaited: (incoming: IncomingPush): boolean => calls.running(keyOf(incoming)) !== undefined,
    async run(
      handler: OnMessage | undefined,
      incoming: IncomingPush,
      effect: SideEffects,
    ): Promise<{ reply: PushReply | undefined } | { late: true }> {
      const answer = calls.run(keyOf(incoming), () => callHandler(setup, handler, incoming, effect));
      const reply = isPassedOn(incoming) ? await orLate(setup, incoming, answer) : await answer;
      if (reply !== "late") return { reply };
      answer.catch((error: unknown) => setup.log.warn({ err: error }, "a reply came late and could not be stored"));
      return { late: true };
    },
  };
}

/**
 * The reply of the application's handler, else of the source's backend, or else Saoma's own. The effects of the push
 * are committed already. They are published once, by the delivery that stores its reply first.
 */
async function callHandler(
  setup: LoginContext,
  handler: OnMessage | undefined,
  incoming: IncomingPush,
  effect: SideEffects,
): Promise<PushReply | undefined> {
  const { source, push } = incoming;
  publish(setup, { hints: effect.hints ?? [] });
  const said = (handler && (await askHandler(setup, handler, incoming))) ?? (await elseSaid(incoming, effect));
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

/** The reply if no handler replies. If the backend responds without a reply, there is none. */
async function elseSaid(incoming: IncomingPush, effect: SideEffects): Promise<PushReply | undefined> {
  const relayed = isPassedOn(incoming) ? await askBackend(incoming) : "away";
  return relayed === "away" ? (effect.reply ?? autoReply(incoming.source, incoming.push)) : relayed;
}

/**
 * WeChat shows an empty `Content` as a failure; a handler that returns it means no reply. Characters that XML forbids
 * are removed when the reply is written.
 */
const isEmpty = (reply: PushReply | undefined): boolean =>
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

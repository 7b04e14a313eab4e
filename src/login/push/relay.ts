import { sleep } from "../../base/clock.ts";
import type { Answered } from "../../ports/inbox.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { LoginContext, Relay, RelayedReply } from "../context.ts";
import { type IncomingPush, idOf } from "./stored-reply.ts";

/** The time for a reply, in milliseconds: WeChat times out a delivery after 5 s. */
const answeredWithin = 4_500;
/** The maximum time to store a reply of the backend, in milliseconds. */
const storedWithin = 2_000;
/** How often to check whether another instance has the reply, in milliseconds. */
const lookEvery = 150;

/**
 * Claims the push for this instance, in the transaction that classified it. Returns false if another instance has
 * claimed it.
 */
export async function holdPush(stores: Stores, incoming: IncomingPush): Promise<boolean> {
  const { relay } = incoming.source;
  if (relay === undefined) return true;
  return stores.inbox.hold(idOf(incoming), relay.holder, stores.now + relay.timeout + storedWithin, stores.now);
}

/**
 * The request to the backend by push. If the database is unavailable, the push is processed again without another
 * request.
 */
const asked = new WeakMap<Push, ReturnType<Relay["ask"]>>();

/** The backend's reply to a push; undefined if it does not reply, `away` if there is no usable response. */
export async function askBackend({
  source: { relay },
  push,
  wire,
}: IncomingPush): Promise<RelayedReply | "away" | undefined> {
  if (relay === undefined || wire === undefined) return "away";
  const answer = asked.get(push) ?? relay.ask(wire);
  asked.set(push, answer);
  return answer;
}

/**
 * Returns the reply, or `late` if it takes longer than WeChat waits for a delivery. The request continues, and the next
 * delivery gets its reply.
 */
export async function orLate<T>(
  { clock }: LoginContext,
  { source, wire }: IncomingPush,
  answer: Promise<T>,
): Promise<T | "late"> {
  if (wire === undefined || source.relay === undefined || source.relay.timeout <= answeredWithin) return answer;
  const controller = new AbortController();
  const left = wire.arrivedAt + answeredWithin - clock.now();
  const late = sleep(clock, left, controller.signal).then(() => "late" as const);
  try {
    return await Promise.race([answer, late]);
  } finally {
    controller.abort();
  }
}

/** Waits for the reply that another instance asked for. `free`: that instance gave up, or is gone. */
export async function awaitHolder(
  { clock, store }: LoginContext,
  incoming: IncomingPush,
): Promise<Answered | "free" | "late"> {
  const deadline = (incoming.wire?.arrivedAt ?? clock.now()) + answeredWithin;
  for (;;) {
    const { answer, until } = await store.read.heldPush(idOf(incoming));
    if (answer) return answer;
    if (until === undefined || until <= store.now()) return "free";
    if (clock.now() >= deadline) return "late";
    await sleep(clock, lookEvery);
  }
}

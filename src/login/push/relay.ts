import { sleep } from "../../base/clock.ts";
import type { Answered } from "../../ports/inbox.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { LoginContext, Relay, RelayedReply } from "../context.ts";
import { type IncomingPush, idOf } from "./stored-reply.ts";

/** WeChat gives up on a delivery after 5 s; the reply has to be on its way before. */
const answeredWithin = 4_500;
/** How long a reply may take to be stored, after the backend gave it. */
const storedWithin = 2_000;
/** How often it is looked whether another instance has the reply. */
const lookEvery = 150;

/** Holds the push for this instance, in the transaction that found it to be none of ours. False: another one holds it. */
export async function holdPush(stores: Stores, incoming: IncomingPush): Promise<boolean> {
  const { relay } = incoming.source;
  if (relay === undefined) return true;
  return stores.inbox.hold(idOf(incoming), relay.holder, stores.now + relay.timeout + storedWithin, stores.now);
}

/** What was asked for a push. Where the database is away, the push is processed again, and the backend not asked again. */
const asked = new WeakMap<Push, ReturnType<Relay["ask"]>>();

/** The backend's reply to a push; undefined where it says nothing, `away` where there is none. */
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
 * The answer, or `late` where the backend may take longer than WeChat waits for a delivery: what is under way goes on,
 * and the next delivery finds it.
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

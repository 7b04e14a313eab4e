import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { recordEvents } from "../webhooks/record-events.ts";
import { publish, publishAndSend, type SideEffects } from "./effect.ts";

/** The result of a transaction, with its effects. */
type Outcome = { readonly effect: SideEffects };

/**
 * Runs a transaction with effects: writes its events to the outbox of the webhooks in the same transaction, and
 * publishes the effects after the commit.
 */
export async function transactAndPublish<T extends Outcome>(
  setup: LoginContext,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const outcome = await setup.store.transact((stores) => workAndRecord(setup, stores, work));
  publish(setup, outcome.effect);
  return outcome;
}

/** As {@link transactAndPublish}, and waits until the notices are sent; for a command, whose process ends then. */
export async function transactAndSend<T extends Outcome>(
  setup: LoginContext,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const outcome = await setup.store.transact((stores) => workAndRecord(setup, stores, work));
  await publishAndSend(setup, outcome.effect);
  return outcome;
}

async function workAndRecord<T extends Outcome>(
  setup: LoginContext,
  stores: Stores,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const outcome = await work(stores);
  await recordEvents(setup, stores, outcome.effect.events);
  return outcome;
}

import { deepEqual } from "node:assert/strict";
import type { Hints } from "../ports/hints.ts";
import { behaviour, type ContractCase } from "./contract.ts";

/** What the contract of {@link Hints} needs: new ones for every case. */
export interface HintsHarness {
  /** The adapter under test. */
  readonly hints: Hints;
  /** Resolves when every hint published so far has arrived or been lost. */
  arrived(): Promise<void>;
}

/** The cases that every adapter of hints must pass. */
export const hintsContract: readonly ContractCase<HintsHarness>[] = [
  behaviour("a hint reaches every subscriber, and names its attempt", async ({ hints, arrived }) => {
    const seen: string[] = [];
    hints.subscribe((id) => seen.push(`first ${id}`));
    hints.subscribe((id) => seen.push(`second ${id}`));
    hints.publish("a");
    hints.publish("b");
    await arrived();
    deepEqual(seen.sort(), ["first a", "first b", "second a", "second b"]);
  }),

  behaviour("publishing never calls a subscriber before it returns", async ({ hints, arrived }) => {
    const seen: string[] = [];
    hints.subscribe((id) => seen.push(id));
    hints.publish("a");
    seen.push("published");
    await arrived();
    deepEqual(seen, ["published", "a"]);
  }),

  behaviour("who has unsubscribed hears nothing more, not even of what was published", async ({ hints, arrived }) => {
    const seen: string[] = [];
    const unsubscribe = hints.subscribe(() => seen.push("gone"));
    hints.subscribe(() => seen.push("there"));
    hints.publish("a");
    unsubscribe();
    unsubscribe();
    hints.publish("a");
    await arrived();
    deepEqual(seen, ["there", "there"]);
  }),

  behaviour("one function subscribed twice is called twice, and unsubscribed once at a time", async (harness) => {
    const { hints, arrived } = harness;
    let calls = 0;
    const onHint = () => {
      calls += 1;
    };
    const unsubscribe = hints.subscribe(onHint);
    hints.subscribe(onHint);
    hints.publish("a");
    await arrived();
    unsubscribe();
    hints.publish("a");
    await arrived();
    deepEqual(calls, 3);
  }),

  behaviour("a hint that nobody waits for is no error", async ({ hints, arrived }) => {
    hints.publish("nobody's");
    await arrived();
  }),
];

import type { Attempt } from "../../src/domain/attempt.ts";
import type { Step } from "./happen.ts";
import type { State, Words } from "./state.ts";

/** A property of every step. `law` is the number of the law that it is part of; 0 for any other promise. */
export interface Law {
  readonly law: number;
  readonly name: string;
  holds(step: Step): boolean;
}

export const every = ({ rows }: State, is: (attempt: Attempt, index: number) => boolean): boolean =>
  rows.attempts.every(is);

export const terminal: ReadonlySet<string> = new Set(["redeemed", "expired", "declined", "cancelled"]);

/** The words of the push that this step delivered, and whether it was processed for the first time. */
export function delivered({ before, act }: Step): { words: Words; isFirst: boolean } | undefined {
  if (act.do === "say") return { words: act.words, isFirst: true };
  if (act.do !== "deliver") return undefined;
  const message = before.messages.find(({ key }) => key === act.key);
  return message && { words: message.words, isFirst: !message.committed };
}

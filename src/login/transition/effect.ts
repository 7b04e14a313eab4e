import type { ChatCodeSeed } from "../../domain/chat-code.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Reply } from "../../wechat/index.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { sendNotices } from "../notices/send-notices.ts";

/** What a push came to: decided inside the transaction, let out after its commit. */
export interface SideEffects {
  readonly reply?: Reply;
  /** Attempts whose watchers should look. */
  readonly hints?: readonly string[];
  readonly events?: readonly LoginEvent[];
  /** What people are told of: sent to their chats, where WeChat allows it. */
  readonly notices?: readonly Notice[];
  /** What the code in the reply follows from, where it has one. */
  readonly code?: ChatCodeSeed;
  /** The attempt whose pairing code the reply tells, where it does. */
  readonly pairs?: string;
  /** The application's own handler hears of the push too: what it says comes before `reply`. */
  readonly handled?: true;
  /** What the code was that was sent: one that moved a waiting attempt, or one that is nobody's or another's. */
  readonly sentCode?: "right" | "wrong";
}

export const replyWithText = (text: string, rest: Omit<SideEffects, "reply"> = {}): SideEffects => ({
  ...rest,
  reply: { type: "text", text },
});

/** One effect after another: the later one has the last word. */
export const merge = (first: SideEffects, then: SideEffects): SideEffects => ({
  ...first,
  ...then,
  hints: [...(first.hints ?? []), ...(then.hints ?? [])],
  events: [...(first.events ?? []), ...(then.events ?? [])],
  notices: [...(first.notices ?? []), ...(then.notices ?? [])],
});

/** Tells whoever waits, and waits itself until the notices are sent: for a command, whose process ends then. */
export async function publishAndSend(setup: LoginContext, { notices = [], ...effect }: SideEffects): Promise<void> {
  publish(setup, effect);
  await sendNotices(setup, notices);
}

/** Tells whoever waits. Only after the commit. */
export function publish(setup: LoginContext, effect: SideEffects): void {
  for (const attemptId of effect.hints ?? []) setup.hints.publish(attemptId);
  for (const event of effect.events ?? []) setup.events.emit(event);
  if (effect.notices?.length) void sendNotices(setup, effect.notices);
}

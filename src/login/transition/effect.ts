import type { ChatCodeSeed } from "../../domain/chat-code.ts";
import type { Notice } from "../../domain/notice.ts";
import type { LoginContext, PushReply } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { sendNotices } from "../notices/send-notices.ts";

/** The result of a push: decided inside the transaction, published after its commit. */
export interface SideEffects {
  readonly reply?: PushReply;
  /** The attempts whose watchers should read again. */
  readonly hints?: readonly string[];
  readonly events?: readonly LoginEvent[];
  /** Notices to send to chats, where WeChat allows it. */
  readonly notices?: readonly Notice[];
  /** The seed of the code in the reply, if it has one. */
  readonly code?: ChatCodeSeed;
  /** The attempt whose pairing code the reply contains, if it does. */
  readonly pairs?: string;
  /** The application's handler is called for the push too; its reply replaces `reply`. */
  readonly handled?: true;
  /** The sent code: `right` if it moved a pending attempt; `wrong` if no attempt has it, or another person's has. */
  readonly sentCode?: "right" | "wrong";
}

export const replyWithText = (text: string, rest: Omit<SideEffects, "reply"> = {}): SideEffects => ({
  ...rest,
  reply: { type: "text", text },
});

/** Combines two effects; values of the later one win. */
export const merge = (first: SideEffects, then: SideEffects): SideEffects => ({
  ...first,
  ...then,
  hints: [...(first.hints ?? []), ...(then.hints ?? [])],
  events: [...(first.events ?? []), ...(then.events ?? [])],
  notices: [...(first.notices ?? []), ...(then.notices ?? [])],
});

/** Publishes the effects and waits until the notices are sent; for a command, whose process ends then. */
export async function publishAndSend(setup: LoginContext, { notices = [], ...effect }: SideEffects): Promise<void> {
  publish(setup, effect);
  await sendNotices(setup, notices);
}

/** Publishes the effects to watchers and handlers. Call it only after the commit. */
export function publish(setup: LoginContext, effect: SideEffects): void {
  for (const attemptId of effect.hints ?? []) setup.hints.publish(attemptId);
  for (const event of effect.events ?? []) setup.events.emit(event);
  if (effect.notices?.length) void sendNotices(setup, effect.notices);
}

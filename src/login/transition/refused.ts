// What becomes of an attempt that the person confirmed, but that cannot be granted.
import { advance } from "../../domain/advance.ts";
import type { Attempt, DeclineReason } from "../../domain/attempt.ts";
import type { Outcome } from "../../domain/attempt-event.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Refusal } from "./grant.ts";

/** An attempt before the person's act. */
interface Refused {
  readonly before: Attempt;
  readonly openId: string;
}

/** The next state of an attempt whose confirm cannot be granted. */
export function refused(
  { before, openId }: Refused,
  refusal: Refusal,
  now: number,
): { readonly after: Attempt; readonly outcome: Outcome } {
  const event = refusal === "ended" ? ({ type: "cancel" } as const) : conflictEvent(openId, refusal);
  const { attempt: after, outcome } = advance(before, event, now);
  if (outcome === "moved") return { after, outcome };
  // An attempt that cannot be declined any more is cancelled, so that nothing can be granted by it.
  const { attempt: cancelled, outcome: ended } = advance(before, { type: "cancel" }, now);
  if (ended !== "moved") throw new SaomaError("attempt_ended");
  return { after: cancelled, outcome: ended };
}

const conflictEvent = (openId: string, refusal: Exclude<Refusal, "ended">) =>
  ({ type: "conflict", openId, ...reasons[refusal] }) as const;

const reasons = {
  conflict: {},
  lost: { reason: "wechat_lost" },
  suspended: { reason: "account_suspended" },
  notAdmitted: { reason: "not_admitted" },
} as const satisfies Record<Exclude<Refusal, "ended">, { reason?: DeclineReason }>;

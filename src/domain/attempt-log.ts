import type { Attempt, AttemptStatus } from "./attempt.ts";

/**
 * One line of an attempt's log. `step`: what it came to; `push`: a message or event of WeChat's about it, and `reply`, what
 * the chat was told; `call`: a call to WeChat; `refused`: a request for it that was refused. Times are milliseconds since
 * the epoch.
 */
export type AttemptLogEntry = { readonly at: number } & (
  | { readonly kind: "step"; readonly step: LoggedStep; readonly reason?: string }
  | { readonly kind: "push"; readonly event: string }
  | { readonly kind: "reply"; readonly text: string }
  | {
      readonly kind: "call";
      readonly endpoint: string;
      /** 0, WeChat's errcode, or why there was no usable response. */
      readonly result: number | string;
      readonly rid?: string;
      readonly ms: number;
    }
  | { readonly kind: "refused"; readonly code: string }
);

/** What an attempt came to. `asked`: its person was asked to confirm; `unasked`: it was granted without. */
export type LoggedStep =
  | "shown"
  | "scanned"
  | "asked"
  | "unasked"
  | "confirmed"
  | "phone_asked"
  | "phone_bound"
  | "redeemed"
  | "declined"
  | "expired"
  | "cancelled";

/** An attempt as its log knows it, which is kept for longer than the attempt itself. */
export interface AttemptRecord
  extends Pick<
    Attempt,
    | "id"
    | "createdAt"
    | "applicationId"
    | "channel"
    | "appid"
    | "purpose"
    | "browserName"
    | "status"
    | "reason"
    | "version"
    | "openId"
    | "accountId"
  > {
  /** When it ended; absent while it has not. */
  readonly endedAt?: number;
}

/** The same with its lines, the oldest first. */
export interface LoggedAttempt extends AttemptRecord {
  readonly entries: readonly AttemptLogEntry[];
}

/** By what attempts are looked for; at most one of these. */
export interface AttemptSearch {
  readonly accountId?: string | undefined;
  readonly openId?: string | undefined;
  readonly status?: AttemptStatus | undefined;
}

/** The steps that a change of an attempt's status was. */
export function stepsOf(before: AttemptStatus | undefined, after: AttemptStatus): readonly LoggedStep[] {
  if (before === undefined) return ["shown", ...stepsOf("pending", after)];
  const first: LoggedStep[] = before === "pending" ? ["scanned"] : before === "scanned" ? ["confirmed"] : [];
  if (after === "scanned") return ["scanned", "asked"];
  if (after === "phone_required") return [...first, "phone_asked"];
  if (after !== "granted") return after === "pending" ? [] : [after];
  if (before === "phone_required") return ["phone_bound"];
  return before === "pending" ? ["scanned", "unasked"] : first;
}

/** The actions that a WeChat of an account can approve. */
export type ApprovalAction = "link" | "remove" | "restore" | "delete" | "phone";

/**
 * A WeChat of an account approved one action for one session. It is valid once, for that action and session. Times are
 * milliseconds since the epoch.
 */
export interface Approval {
  /** The attempt that asked for it. */
  readonly attemptId: string;
  readonly sessionId: string;
  readonly accountId: string;
  readonly action: ApprovalAction;
  /** The identity that is to be removed or restored, as `identityId` names it; empty for the others. */
  readonly target: string;
  /** The source and person that approved. */
  readonly appid: string;
  readonly openId: string;
  readonly approvedAt: number;
}

/** The approval to look for. */
export type ApprovalQuery = Pick<Approval, "sessionId" | "action" | "target">;

/** How much longer than its approval an attempt that was started in time may be redeemed, in milliseconds. */
export const approvalGrace = 15 * 60_000;

/** What a WeChat of an account may be asked to approve. */
export type ApprovalAction = "link" | "remove" | "restore" | "delete" | "phone";

/**
 * A WeChat of an account said yes to one thing that one session wants to do with the account. Good once, for that thing
 * and that session. Times are milliseconds since the epoch.
 */
export interface Approval {
  /** The attempt by which it was asked. */
  readonly attemptId: string;
  readonly sessionId: string;
  readonly accountId: string;
  readonly action: ApprovalAction;
  /** The identity that is to be removed or restored, as `identityId` names it; empty for the others. */
  readonly target: string;
  /** The source and the person that approved. */
  readonly appid: string;
  readonly openId: string;
  readonly approvedAt: number;
}

/** Which approval is wanted. */
export type ApprovalQuery = Pick<Approval, "sessionId" | "action" | "target">;

/** An attempt that was started in time may be redeemed this much later than an approval lasts, in milliseconds. */
export const approvalGrace = 15 * 60_000;

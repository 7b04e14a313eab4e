import type { ApprovalAction } from "../../domain/approval.ts";
import type { Channel, Purpose } from "../../domain/attempt.ts";
import type { Requester } from "../transition/requesting-session.ts";

/** A request for an attempt. */
export interface StartRequest {
  readonly application?: string | undefined;
  readonly channel?: Channel | "auto" | undefined;
  readonly source?: string | undefined;
  readonly purpose?: Purpose | undefined;
  /** What a WeChat of the account is asked to approve, if the purpose is `prove`. Default `link`. */
  readonly for?: ApprovalAction | undefined;
  /** The identity that the approval is about; for `remove` and `restore`. */
  readonly identity?: string | undefined;
  /** The session that requests it; required unless the purpose is to sign in. */
  readonly asks?: Requester | undefined;
  /** Absent for a client that keeps its own claim. */
  readonly browserSecret?: string | undefined;
  /** The secret was made for this request, so that there is no attempt of its browser yet. */
  readonly isFreshBrowser?: boolean;
  /** The address after a page of WeChat; on an allowed origin. */
  readonly returnTo?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly acceptLanguage?: string | undefined;
  /** The client's address; absent if unknown: all such clients share one limit. */
  readonly address?: string | undefined;
}

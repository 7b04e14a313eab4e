import type { ApprovalAction } from "../../domain/approval.ts";
import type { Channel, Purpose } from "../../domain/attempt.ts";
import type { Requester } from "../transition/requesting-session.ts";

/** Who asks for an attempt, and for which. */
export interface StartRequest {
  readonly application?: string | undefined;
  readonly channel?: Channel | "auto" | undefined;
  readonly source?: string | undefined;
  readonly purpose?: Purpose | undefined;
  /** What a WeChat of the account is asked to approve, where the purpose is to `prove`. Default `link`. */
  readonly for?: ApprovalAction | undefined;
  /** Which identity that is about; for `remove` and `restore`. */
  readonly identity?: string | undefined;
  /** Who asks; needed unless the purpose is to sign in. */
  readonly asks?: Requester | undefined;
  /** Absent for a client that keeps a claim of its own. */
  readonly browserSecret?: string | undefined;
  /** Where the browser goes after a page of WeChat's; on an allowed origin. */
  readonly returnTo?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly acceptLanguage?: string | undefined;
  /** The client's address; absent where it is not known; then all such clients share its limits. */
  readonly address?: string | undefined;
}

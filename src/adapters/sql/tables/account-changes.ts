// Tables of approvals, announced changes and notices of accounts.
import type { ChangeAction, ChangeEnd } from "../../../domain/account-change.ts";
import type { ApprovalAction } from "../../../domain/approval.ts";
import type { NoticeKind } from "../../../domain/notice.ts";

/** Actions that a WeChat of the account has approved. */
export interface ApprovalTable {
  attempt_id: string;
  session_id: string;
  account_id: string;
  action: ApprovalAction;
  target: string;
  appid: string;
  open_id: string;
  approved_at: number;
  used_at: number | null;
}

/** Changes that are announced before they are applied. */
export interface AccountChangeTable {
  id: string;
  account_id: string;
  action: ChangeAction;
  /** The identity that is removed. */
  appid: string | null;
  open_id: string | null;
  /** E.164. */
  phone: string | null;
  by_appid: string;
  by_open_id: string;
  by_linked_at: number | null;
  session_id: string;
  application_id: string;
  announced_at: number;
  due_at: number;
  ended_at: number | null;
  end_reason: ChangeEnd | null;
  /** E.164. */
  former_phone: string | null;
}

/** The notices of accounts. */
export interface NoticeTable {
  id: string;
  account_id: string;
  kind: NoticeKind;
  at: number;
  application_id: string | null;
  /** The identity that the notice is about. */
  appid: string | null;
  open_id: string | null;
  /** The identity that approved the change, and the session that requested it. */
  by_appid: string | null;
  by_open_id: string | null;
  session_id: string | null;
  change_id: string | null;
  due_at: number | null;
}

/** Notices that a chat has not received yet. */
export interface NoticeDeliveryTable {
  appid: string;
  open_id: string;
  notice_id: string;
  account_id: string;
  kept_at: number;
  /** When a message was last about to be sent. */
  tried_at: number | null;
}

import type { AccountChange, ChangeEnd } from "../domain/account-change.ts";
import type { Approval, ApprovalQuery } from "../domain/approval.ts";
import type { Notice, NoticeDelivery } from "../domain/notice.ts";

/** Changes of accounts that are announced before they are done. */
export interface AccountChanges {
  insert(change: AccountChange): Promise<void>;
  get(id: string): Promise<AccountChange | undefined>;
  /** Ended or not, the oldest first. */
  of(accountId: string): Promise<AccountChange[]>;
  /** Ends it, once ever; true for the call that did. */
  end(id: string, how: ChangeEnd, at: number): Promise<boolean>;
  /** Keeps the number that the change has replaced, or forgets it. */
  noteFormerPhone(id: string, formerPhone: string | null): Promise<void>;
}

/** What WeChats of an account have said yes to. */
export interface Approvals {
  /** False where there is one of its attempt; nothing is written then. */
  insert(approval: Approval): Promise<boolean>;
  /**
   * Uses the newest unused approval given after `since`, once only. Returns who approved; undefined if there is
   * none.
   */
  take(query: ApprovalQuery, since: number, at: number): Promise<Pick<Approval, "appid" | "openId"> | undefined>;
  /** Forgets the unused ones that this identity gave; how many there were. */
  forgetOf(appid: string, openId: string): Promise<number>;
  /** The same of those that were given to this session. */
  forgetOfSession(sessionId: string): Promise<number>;
}

/** What the people of accounts are told, and which chats have not been told yet. */
export interface Notices {
  /** Keeps it, and that these chats are still to be told. Fails where there is one of its id. */
  insert(notice: Notice, chats: readonly Pick<NoticeDelivery, "appid" | "openId">[]): Promise<void>;
  get(id: string): Promise<Notice | undefined>;
  /** Whether there is anything that this chat has not been told yet. */
  waits(appid: string, openId: string): Promise<boolean>;
  /**
   * What this chat has not been told yet, the oldest first, at most `limit`; not what a message was about to tell at
   * `triedBefore` or later.
   */
  untold(appid: string, openId: string, triedBefore: number, limit: number): Promise<Notice[]>;
  /** Notes that a message is about to tell it, once ever: true for the call that did. */
  tryOnce(delivery: NoticeDelivery, at: number): Promise<boolean>;
  /** Deletes the notices of an announced change, and their pending deliveries. */
  forgetChange(accountId: string, changeId: string): Promise<void>;
  /** What was told of an account after `since`, the oldest first. */
  of(accountId: string, since: number): Promise<Notice[]>;
  /** The message was not taken: from now on an answer may tell it. */
  notSent(delivery: NoticeDelivery): Promise<void>;
  /** The chat has been told; false where it had been before. */
  told(delivery: Pick<NoticeDelivery, "appid" | "openId" | "noticeId">): Promise<boolean>;
}

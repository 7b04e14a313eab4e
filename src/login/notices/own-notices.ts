import { identityId } from "../../domain/account.ts";
import { hears, type Notice, noticeFor } from "../../domain/notice.ts";
import type { SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";

/** A notice for the person of its account. */
export interface OwnNotice extends Notice {
  /** The `identityId` of the identity concerned. */
  readonly aboutId?: string;
}

/** The maximum number of notices; older ones are left out. */
const most = 20;

/**
 * The notices of the last seven days for the person of this session, the newest first; undefined if the application
 * does not manage accounts.
 */
export async function ownNotices(
  { key, store, applications }: LoginContext,
  { account, session, lastNoticeAt }: SignedIn,
): Promise<readonly OwnNotice[] | undefined> {
  if (!applications.get(session.applicationId)?.manageAccount) return undefined;
  const since = store.now() - noticeFor;
  // Most accounts have no notices, and every session check comes through here.
  if (lastNoticeAt !== undefined && lastNoticeAt <= since) return [];
  const notices = await store.read.noticesOf(account.id, since, most);
  if (notices.length === 0) return [];
  const identity = await store.read.identity(session.appid, session.openId);
  if (identity?.accountId !== account.id) return [];
  return notices
    .filter((notice) => hears(identity, notice))
    .map((notice) => ({ ...notice, ...(notice.about ? { aboutId: identityId(key, notice.about) } : {}) }));
}

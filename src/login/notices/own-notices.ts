import { identityId } from "../../domain/account.ts";
import { hears, type Notice, noticeFor } from "../../domain/notice.ts";
import type { SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";

/** A notice as its account's own person may see it. */
export interface OwnNotice extends Notice {
  /** The identity that it is about, as `identityId` names it. */
  readonly aboutId?: string;
}

/** No page has room for more; the newest are there. */
const most = 20;

/**
 * What the person of this session was told in the last seven days, the newest first; undefined where its application does
 * not manage accounts.
 */
export async function ownNotices(
  { key, store, applications }: LoginContext,
  { account, session, lastNoticeAt }: SignedIn,
): Promise<readonly OwnNotice[] | undefined> {
  if (!applications.get(session.applicationId)?.manageAccount) return undefined;
  const since = store.now() - noticeFor;
  // Most accounts have no notices, and every session check asks.
  if (lastNoticeAt !== undefined && lastNoticeAt <= since) return [];
  const notices = await store.read.noticesOf(account.id, since, most);
  if (notices.length === 0) return [];
  const identity = await store.read.identity(session.appid, session.openId);
  if (identity?.accountId !== account.id) return [];
  return notices
    .filter((notice) => hears(identity, notice))
    .map((notice) => ({ ...notice, ...(notice.about ? { aboutId: identityId(key, notice.about) } : {}) }));
}

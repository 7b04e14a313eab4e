import { type Identity, isAsOld, isMuted } from "./account.ts";
import type { NoticeKind } from "./notice.ts";

/**
 * A change that is announced before it is done: an older identity is removed, the account is deleted, its phone is
 * changed, an invitation of the operator's comes into force.
 */
export type ChangeAction = "remove" | "delete" | "phone" | "invite";

/**
 * How an announced change ended: `done`; `withdrawn` by the announcing identity or the operator; `objected` to by
 * another identity that is at least as old; `taken_back` together with the announcing identity; `void`, because nothing was left to do.
 */
export type ChangeEnd = "done" | "withdrawn" | "objected" | "taken_back" | "void";

/** A person, as a source knows them. */
type WhoIs = Pick<Identity, "appid" | "openId">;

/**
 * A change of an account that was announced to its people. It takes effect unless an older WeChat objects. Times are
 * milliseconds since the epoch.
 */
export interface AccountChange {
  readonly id: string;
  readonly accountId: string;
  readonly action: ChangeAction;
  /** The identity that is removed. */
  readonly about?: WhoIs;
  /** The new number, E.164, which its person has verified. */
  readonly phone?: string;
  /**
   * The identity that approved it, the time at which it was added to the account, and the session that requested it;
   * {@link byOperator} if it is the operator's.
   */
  readonly by: WhoIs;
  readonly byLinkedAt?: number;
  readonly sessionId: string;
  readonly applicationId: string;
  readonly announcedAt: number;
  readonly dueAt: number;
  readonly endedAt?: number;
  readonly end?: ChangeEnd;
  /** The replaced number, E.164; stored for as long as the change can be reverted. */
  readonly formerPhone?: string;
}

/** Stands for the operator in the place of an identity and a session. No WeChat account has this appid. */
export const byOperator = { by: { appid: "operator", openId: "" }, sessionId: "", applicationId: "" } as const;

export const isByOperator = ({ by }: Pick<AccountChange, "by">): boolean => by.appid === byOperator.by.appid;

/** The notices about an announced change, by action. */
export const announcedAs = {
  remove: "removal_announced",
  delete: "deletion_announced",
  phone: "phone_announced",
  invite: "invitation_announced",
} as const satisfies Record<ChangeAction, NoticeKind>;

const isSame = (one: WhoIs, other: WhoIs): boolean => one.appid === other.appid && one.openId === other.openId;

/**
 * The effect of this identity's “no” to a change: the announcing identity withdraws it; another one that is at least as
 * old at the account objects. Undefined if the identity is younger, or if the command line marked it as lost: it may not
 * object.
 */
export function saysNo(identity: Identity, change: AccountChange): "withdrawn" | "objected" | undefined {
  if (identity.accountId !== change.accountId || isMuted(identity)) return undefined;
  if (isSame(identity, change.by)) return "withdrawn";
  const announcer = { ...identity, ...change.by, linkedAt: change.byLinkedAt ?? 0 };
  return isAsOld(identity, announcer) ? "objected" : undefined;
}

/** Whether two announced changes are the same. */
export const isSameChange = (
  one: Pick<AccountChange, "action" | "about">,
  other: Pick<AccountChange, "action" | "about">,
): boolean =>
  one.action === other.action &&
  (one.about && other.about ? isSame(one.about, other.about) : one.about === other.about);

/** Whether a change is announced by this identity, or by this session. */
export const isBy = ({ by, sessionId }: AccountChange, who: WhoIs | undefined, session?: string): boolean =>
  (who !== undefined && isSame(by, who)) || sessionId === session;

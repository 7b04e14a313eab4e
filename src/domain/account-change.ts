import { type Identity, isAsOld } from "./account.ts";
import type { NoticeKind } from "./notice.ts";

/** What is announced before it is done: an older identity is removed, the account is deleted, its phone is changed. */
export type ChangeAction = "remove" | "delete" | "phone";

/**
 * How an announced change ended: `done`; `withdrawn` by who announced it; `objected` to by another who is as old;
 * `taken_back` with who announced it; `void`, there was nothing left to do.
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
  /** The new number, E.164, which its person has shown to be theirs. */
  readonly phone?: string;
  /** The identity that approved it, since when it was at the account, and the session that asked. */
  readonly by: WhoIs;
  readonly byLinkedAt?: number;
  readonly sessionId: string;
  readonly applicationId: string;
  readonly announcedAt: number;
  readonly dueAt: number;
  readonly endedAt?: number;
  readonly end?: ChangeEnd;
  /** The number that was replaced, E.164; kept for as long as the change may be taken back. */
  readonly formerPhone?: string;
}

/** How the people of an account hear of each. */
export const announcedAs = {
  remove: "removal_announced",
  delete: "deletion_announced",
  phone: "phone_announced",
} as const satisfies Record<ChangeAction, NoticeKind>;

const isSame = (one: WhoIs, other: WhoIs): boolean => one.appid === other.appid && one.openId === other.openId;

/**
 * What it means when this identity says no to a change: who announced it withdraws it, another one that is as old at the
 * account or older objects. Undefined: a younger one has no say, nor one that the operator marked as lost.
 */
export function saysNo(identity: Identity, change: AccountChange): "withdrawn" | "objected" | undefined {
  if (identity.accountId !== change.accountId || identity.lostAt !== undefined) return undefined;
  if (isSame(identity, change.by)) return "withdrawn";
  const announcer = { ...identity, ...change.by, linkedAt: change.byLinkedAt ?? 0 };
  return isAsOld(identity, announcer) ? "objected" : undefined;
}

/** Whether an announced change is the same one again. */
export const isSameChange = (
  one: Pick<AccountChange, "action" | "about">,
  other: Pick<AccountChange, "action" | "about">,
): boolean =>
  one.action === other.action && (one.about === undefined) === (other.about === undefined)
    ? one.about === undefined || other.about === undefined || isSame(one.about, other.about)
    : false;

/** Whether a change is announced by this identity, or by this session. */
export const isBy = ({ by, sessionId }: AccountChange, who: WhoIs | undefined, session?: string): boolean =>
  (who !== undefined && isSame(by, who)) || (session !== undefined && sessionId === session);

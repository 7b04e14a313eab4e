import { type Identity, isMuted } from "./account.ts";

/**
 * The kinds of notices: an identity was added, restored or removed; one was taken back by “not mine”; the operator
 * marked one as lost; an invitation is in force; a change was announced or stopped; the phone was changed, or now
 * belongs to another person.
 */
export const noticeKinds = [
  "identity_added",
  "identity_restored",
  "identity_removed",
  "identity_taken_back",
  "identity_lost",
  "invited",
  "removal_announced",
  "deletion_announced",
  "phone_announced",
  "invitation_announced",
  "change_stopped",
  "phone_changed",
  "number_lost",
] as const;

export type NoticeKind = (typeof noticeKinds)[number];

/** A person, as a source knows them. */
type WhoIs = Pick<Identity, "appid" | "openId">;

/** A notice to the people of an account. Times are milliseconds since the epoch. */
export interface Notice {
  readonly id: string;
  readonly accountId: string;
  readonly kind: NoticeKind;
  readonly at: number;
  /** The application where it was done; absent for the operator. */
  readonly applicationId?: string;
  /** The identity concerned. */
  readonly about?: WhoIs;
  /** The identity that approved it, and the session that requested it. */
  readonly by?: WhoIs;
  readonly sessionId?: string;
  /** The announced change that it is about, and when that takes effect. */
  readonly changeId?: string;
  readonly dueAt?: number;
}

/** A notice that one chat has not received yet. */
export interface NoticeDelivery extends WhoIs {
  readonly noticeId: string;
  readonly accountId: string;
}

/** Stands for the account's phone in the place of a chat: a delivery by SMS. No WeChat account has this appid. */
export const phoneDelivery = { appid: "sms", openId: "" } as const;

/** How long pages show a notice, in milliseconds. */
export const noticeFor = 7 * 86_400_000;

/** How long a reply leaves out a notice that is being sent as a message, in milliseconds. */
export const sendingFor = 30_000;

/**
 * Whether the person of this identity gets the notice. A WeChat does not hear of what happened before it was linked.
 * A lost one hears of announced changes only, for as long as it may object to them.
 */
export const hears = (identity: Identity, { about, at, kind }: Notice): boolean => {
  const { appid, openId, linkedAt = 0 } = identity;
  const isOwnArrival = isArrival(kind) && about?.appid === appid && about.openId === openId;
  return linkedAt <= at && !isOwnArrival && !isKeptFrom(kind, identity);
};

/** Whether such a notice is kept from a WeChat because it is lost. */
export const isKeptFrom = (kind: NoticeKind, identity: Pick<Identity, "lostAt" | "mutedAt">): boolean =>
  identity.lostAt !== undefined && (isMuted(identity) || !changeKinds.has(kind));

/** The notices that let a person object, or say that somebody did. */
const changeKinds: ReadonlySet<NoticeKind> = new Set([
  "removal_announced",
  "deletion_announced",
  "phone_announced",
  "invitation_announced",
  "change_stopped",
]);

const isArrival = (kind: NoticeKind): boolean => kind === "identity_added" || kind === "identity_restored";

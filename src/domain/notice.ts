import type { Identity } from "./account.ts";

/**
 * What the people of an account are told: it has another WeChat, or one back, or one less; one was taken back by "not
 * mine"; the operator marked one as lost, or gave out an invitation; a change is going to be made, or was stopped; its
 * phone is another one, or another person's by now.
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
  "change_stopped",
  "phone_changed",
  "number_lost",
] as const;

export type NoticeKind = (typeof noticeKinds)[number];

/** A person, as a source knows them. */
type WhoIs = Pick<Identity, "appid" | "openId">;

/** One thing that the people of an account are told. Times are milliseconds since the epoch. */
export interface Notice {
  readonly id: string;
  readonly accountId: string;
  readonly kind: NoticeKind;
  readonly at: number;
  /** Where it was done; absent where the operator did it. */
  readonly applicationId?: string;
  /** The identity that it is about. */
  readonly about?: WhoIs;
  /** The identity that approved it, and the session that asked for it. */
  readonly by?: WhoIs;
  readonly sessionId?: string;
  /** The announced change that it is about, and when that is done. */
  readonly changeId?: string;
  readonly dueAt?: number;
}

/** A notice that one chat, or the account's phone, has not been told yet. */
export interface NoticeDelivery extends WhoIs {
  readonly noticeId: string;
  readonly accountId: string;
}

/** Stands for the account's phone in the place of a chat: a delivery by SMS. No WeChat account has this appid. */
export const phoneDelivery = { appid: "sms", openId: "" } as const;

/** For so long, in milliseconds, pages show what an account's people are told. */
export const noticeFor = 7 * 86_400_000;

/** A message that is being sent is not told by an answer, too, for so long, in milliseconds. */
export const sendingFor = 30_000;

/**
 * Whether the person of this identity gets the notice. A WeChat does not hear of what happened before it was linked,
 * and a lost one hears nothing.
 */
export const hears = ({ appid, openId, lostAt, linkedAt = 0 }: Identity, { about, at, kind }: Notice): boolean =>
  lostAt === undefined && linkedAt <= at && !(isArrival(kind) && about?.appid === appid && about.openId === openId);

const isArrival = (kind: NoticeKind): boolean => kind === "identity_added" || kind === "identity_restored";

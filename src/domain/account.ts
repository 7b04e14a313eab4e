import { hmacSha256 } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import { pick, randomInt } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";
import type { Language } from "./language.ts";

/** A person as the operator knows them. Times are milliseconds since the epoch. */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** The hash of WeChat's picture; absent if WeChat gave none. */
  readonly avatar?: string;
  /** E.164, as in +8613800138000; no other account has it. */
  readonly phone?: string;
  /** When the operator last knew the phone to be the person's, by the import; absent if the import did not say. */
  readonly phoneSeenAt?: number;
  readonly createdAt: number;
  readonly lastSignInAt?: number;
  /** When the operator suspended it: nobody is signed in to it. */
  readonly suspendedAt?: number;
}

/**
 * The details that WeChat returned about an account's person, and the source that it returned them to. The account's
 * own fields may differ, because the operator can change them.
 */
export interface WechatDetails {
  readonly toldBy?: string;
  readonly toldName?: string;
  readonly toldAvatar?: string;
  readonly phoneToldBy?: string;
  /** E.164. */
  readonly toldPhone?: string;
}

/** A person as one source knows them. */
export interface Identity {
  readonly appid: string;
  readonly openId: string;
  readonly accountId: string;
  /** The operator's Open Platform account that the source was bound to when WeChat gave the unionId. */
  readonly platform?: string;
  /** The person across the sources of one platform; absent until WeChat gives it. */
  readonly unionId?: string;
  /** The attempt that added it to the account, if its person was signed in by another identity. */
  readonly linkedBy?: string;
  /**
   * When it was added, in milliseconds since the epoch, if the account had other identities; absent for the first ones.
   */
  readonly linkedAt?: number;
  /** When its person first signed in with it; absent if they have not since it was added, or before this was stored. */
  readonly signedInAt?: number;
  /**
   * When the operator marked the WeChat as lost: it cannot sign in or approve anything, and gets no notices but those of
   * announced changes.
   */
  readonly lostAt?: number;
  /** When the command line marked it as lost, which also takes its say; see {@link isMuted}. */
  readonly mutedAt?: number;
}

/**
 * Whether a WeChat may no longer object to announced changes, and hears of none. Only the mark of the command line does
 * that: a stolen key must not take the objection of a person whose account it opens. A mark that is older than the one
 * of `lostAt` was removed in between.
 */
export const isMuted = ({ lostAt, mutedAt }: Pick<Identity, "lostAt" | "mutedAt">): boolean =>
  lostAt !== undefined && mutedAt !== undefined && mutedAt >= lostAt;

/** Whether an identity is at least as old at its account as another one: it may remove that one at once. */
export const isAsOld = (one: Identity, other: Identity): boolean => (one.linkedAt ?? 0) <= (other.linkedAt ?? 0);

/** Whether two identities belong to one WeChat, seen by two sources of a platform. */
export const isSameWechat = (one: Omit<Identity, "accountId">, other: Omit<Identity, "accountId">): boolean =>
  (one.appid === other.appid && one.openId === other.openId) ||
  (one.unionId !== undefined && one.unionId === other.unionId && one.platform === other.platform);

/** An identity that an account removed and can restore for a while. */
export interface RemovedIdentity extends Identity {
  readonly removedAt: number;
}

/** A person whose unionId is known before their first sign-in: they get this account. */
export interface ExpectedPerson {
  readonly platform: string;
  readonly unionId: string;
  readonly accountId: string;
}

/** How long an account can restore what it removed, in milliseconds, unless another account has it by then. */
export const restorableFor = 7 * 24 * 3_600_000;

/** How long an imported phone is taken for the same person's, in milliseconds: numbers are recycled. */
export const phoneSeenFor = 90 * 24 * 3_600_000;

/** The id of a newcomer's future account. It is keyed, because an attempt's id is public. */
export const newAccountId = (key: Secret, attemptId: string): string =>
  hmacSha256(key.reveal(), "account", attemptId).slice(0, 22);

/** An identity's id for its account's pages, which does not reveal the openId. */
export const identityId = (key: Secret, { appid, openId }: Pick<Identity, "appid" | "openId">): string =>
  hmacSha256(key.reveal(), "identity", appid, openId).slice(0, 22);

/** WeChat says that the person of this identity also has another account. The operator decides. */
export interface IdentityConflict
  extends Required<Pick<Identity, "appid" | "openId" | "accountId" | "platform" | "unionId">> {
  /**
   * The account that has this unionId; absent if none has, because the identity came with another unionId before.
   */
  readonly otherAccountId?: string;
  /** When the conflict was noticed, in milliseconds since the epoch. */
  readonly noticedAt: number;
}

const words = {
  "zh-CN": {
    manner: ["温柔的", "早起的", "爱笑的", "安静的", "勇敢的", "认真的", "自在的", "好奇的", "慢慢的", "发光的"],
    animal: ["水獭", "云雀", "刺猬", "海豚", "松鼠", "白鹭", "小鹿", "熊猫", "鲸鱼", "猫头鹰"],
    between: "",
  },
  en: {
    manner: ["Gentle", "Early", "Smiling", "Quiet", "Brave", "Earnest", "Easy", "Curious", "Patient", "Bright"],
    animal: ["Otter", "Lark", "Hedgehog", "Dolphin", "Squirrel", "Egret", "Fawn", "Panda", "Whale", "Owl"],
    between: " ",
  },
} as const satisfies Record<Language, unknown>;

/** A friendly name for a person whose WeChat gives no name. Not unique: the account's id is. */
export function generateName(random: Random, language: Language): string {
  const { manner, animal, between } = words[language];
  return [pick(random, manner) + between + pick(random, animal), 100 + randomInt(random, 900)].join(" ");
}

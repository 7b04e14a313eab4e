import * as z from "zod";
import type { Account } from "./account.ts";
import { idIfAny, listOf, number, numberIfAny, text, textIfAny } from "./loose.ts";

/** A person who does not follow the account, or no longer does. */
export interface Stranger {
  following: false;
  /** The person's openid. */
  openId: string;
  /** The person's unionid, if WeChat gives it. */
  unionId?: string;
}

/** A person who follows the account. WeChat has given no names and pictures here since the end of 2021. */
export interface Follower {
  following: true;
  /** The person's openid. */
  openId: string;
  /** The person's unionid; only of accounts bound to an Open Platform account. */
  unionId?: string;
  /** When they followed, in Unix seconds. */
  followedAt: number;
  /** The account's own note about the person. */
  remark: string;
  /** The id of the group they are in. */
  groupId?: number;
  /** The ids of their tags. */
  tagIds: number[];
  /** How they came, as in `ADD_SCENE_QR_CODE`. */
  followScene: string;
  /** The number in the QR they followed by; 0: none. Later scans do not change it. */
  qrScene: number;
  /** The text in the QR they followed by; empty: none. */
  qrSceneText: string;
}

/** A page of the list of followers. */
export interface FollowerPage {
  /** The number of all followers. */
  total: number;
  /** The openids of this page. */
  openIds: string[];
  /** The openid to continue from; absent on the last page. */
  next?: string;
}

/** A language of names and places. */
export type Language = "zh_CN" | "zh_TW" | "en";

/** Followers. For verified accounts; others get 48001. */
export interface UserApi {
  /**
   * What WeChat knows about a person.
   *
   * @param language The language of WeChat's own texts. Default: `zh_CN`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
   */
  info(openId: string, language?: Language): Promise<Follower | Stranger>;
  /**
   * As `info`, for 1 to 100 people at once.
   *
   * @throws {TypeError} for another number of people.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
   */
  infos(openIds: readonly string[], language?: Language): Promise<(Follower | Stranger)[]>;
  /**
   * Up to 10 000 followers, from the start or after the person of `next`.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Getting_a_User_List.html
   */
  list(next?: string): Promise<FollowerPage>;
}

const maxPeople = 100;
const openid = z.string().min(1);
const shown = z
  .object({
    openid,
    subscribe: number,
    unionid: idIfAny,
    subscribe_time: number,
    remark: text,
    groupid: numberIfAny,
    tagid_list: listOf(numberIfAny),
    subscribe_scene: text,
    qr_scene: number,
    qr_scene_str: text,
  })
  .transform((answer): Follower | Stranger => {
    const person = { openId: answer.openid, ...(answer.unionid ? { unionId: answer.unionid } : {}) };
    if (answer.subscribe === 0) return { ...person, following: false };
    return {
      ...person,
      following: true,
      followedAt: answer.subscribe_time,
      remark: answer.remark,
      ...(answer.groupid === undefined ? {} : { groupId: answer.groupid }),
      tagIds: answer.tagid_list.filter((id) => id !== undefined),
      followScene: answer.subscribe_scene,
      qrScene: answer.qr_scene,
      qrSceneText: answer.qr_scene_str,
    };
  });
const several = z.object({ user_info_list: z.array(shown) }).transform(({ user_info_list }) => user_info_list);
const nobody = z.union([z.literal(""), z.tuple([])]).transform(() => undefined);
const page = z
  .object({
    total: numberIfAny,
    // For an empty list WeChat omits this object, or sends null, an empty text or an empty list.
    data: z
      .object({ openid: z.array(openid) })
      .nullish()
      .or(nobody),
    next_openid: textIfAny,
  })
  .refine(({ total, data, next_openid }) => total ?? data ?? next_openid !== undefined)
  .transform(({ total, data, next_openid: next }): FollowerPage => {
    const openIds = data?.openid ?? [];
    return { total: total ?? openIds.length, openIds, ...(next ? { next } : {}) };
  });

export function createUserApi({ call }: Account): UserApi {
  return {
    info: (openid, lang = "zh_CN") => call({ endpoint: "/cgi-bin/user/info", query: { openid, lang }, answer: shown }),
    async infos(openIds, lang = "zh_CN") {
      if (openIds.length < 1 || openIds.length > maxPeople) throw new TypeError(`openIds must be 1 to ${maxPeople}`);
      const body = { user_list: openIds.map((openid) => ({ openid, lang })) };
      return call({ endpoint: "/cgi-bin/user/info/batchget", body, answer: several });
    },
    list: (next_openid) =>
      call({ endpoint: "/cgi-bin/user/get", query: next_openid ? { next_openid } : {}, answer: page }),
  };
}

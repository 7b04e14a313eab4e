import { type Identity, isAsOld } from "./account.ts";

/** For so long, in milliseconds, the people of an account are told that it has got another WeChat. */
export const noticeFor = 7 * 86_400_000;

/** The identities that an account has got lately, as the person of `self` is told: none that is older there than theirs. */
export const newlyLinked = (identities: readonly Identity[], self: Identity, now: number): Identity[] =>
  identities.filter(
    (one) => one.linkedAt !== undefined && one.linkedAt > now - noticeFor && isAsOld(self, one) && !isSame(one, self),
  );

const isSame = (one: Identity, other: Identity): boolean => one.appid === other.appid && one.openId === other.openId;

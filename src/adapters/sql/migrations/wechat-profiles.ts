import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * What WeChat told of a person is kept beside what is written of their account, so that a withdrawn consent takes away
 * the one and never the operator's own. Of accounts of before this change it is known of those with a picture, which only
 * WeChat gives.
 */
export const wechatProfiles = ({ alter, backfill }: Tables): Compilable[] => [
  alter("accounts").addColumn("told_by", "text"),
  alter("accounts").addColumn("told_name", "text"),
  alter("accounts").addColumn("told_avatar", "text"),
  alter("accounts").addColumn("phone_told_by", "text"),
  alter("accounts").addColumn("told_phone", "text"),
  alter("phone_bindings").addColumn("told_name", "text"),
  backfill(sql`update accounts set told_name = name, told_avatar = avatar, told_by =
    (select appid from identities where identities.account_id = accounts.id order by appid limit 1)
    where avatar is not null`),
];

import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * WeChat's details of a person are stored apart from the account's fields, so that a withdrawn consent deletes only
 * WeChat's. For older accounts they are known only for those with a picture, because only WeChat gives pictures.
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

// Reads one record of an import.
import { readPhone } from "../../domain/phone.ts";
import { readProfile } from "../../domain/profile.ts";
import type { Newcomer } from "../../login/accounts/import.ts";
import type { Config } from "../../server/config/config.ts";
import { say } from "../say.ts";
import type { Fields } from "./records.ts";

export const importColumns = [
  "id",
  "name",
  "phone",
  "phoneSeenAt",
  "unionid",
  "platform",
  "appid",
  "openid",
  "createdAt",
] as const;

type Sources = Pick<Config, "sources">;

/** Reads a record as a person to import. Returns a sentence if it is invalid. */
export function readNewcomer(fields: Fields, config: Sources, now: number): Newcomer | { readonly problem: string } {
  try {
    const newcomer = { ...idOf(fields), ...nameOf(fields), ...phoneOf(fields, now), ...createdOf(fields, now) };
    const known = { ...personOf(fields, config), ...unionOf(fields, config) };
    if (newcomer.phone === undefined && Object.keys(known).length === 0) {
      throw new RowError(say`needs phone, unionid, or appid and openid: otherwise nobody could ever sign in to it`);
    }
    return { ...newcomer, ...known };
  } catch (error) {
    if (error instanceof RowError) return { problem: error.message };
    throw error;
  }
}

class RowError extends Error {}

function idOf({ id = "" }: Fields): { id: string } {
  if (!/^[\x21-\x7e]{1,64}$/.test(id)) throw new RowError(say`id must be 1 to 64 characters of ASCII, without spaces`);
  return { id };
}

function nameOf({ name }: Fields): { name?: string } {
  if (name === undefined) return {};
  const { name: clean } = readProfile(name, undefined);
  return clean === undefined ? {} : { name: clean };
}

function phoneOf({ phone, phoneSeenAt }: Fields, now: number): Pick<Newcomer, "phone" | "phoneSeenAt"> {
  if (phone === undefined && phoneSeenAt !== undefined) throw new RowError(say`phoneSeenAt needs a phone`);
  if (phone === undefined) return {};
  const read = readPhone(phone);
  if (read === undefined) throw new RowError(say`phone is no phone number. Write 13800138000 or +85261234567`);
  return {
    phone: read,
    ...(phoneSeenAt === undefined ? {} : { phoneSeenAt: pastTime("phoneSeenAt", phoneSeenAt, now) }),
  };
}

const createdOf = ({ createdAt }: Fields, now: number): { createdAt?: number } =>
  createdAt === undefined ? {} : { createdAt: pastTime("createdAt", createdAt, now) };

function pastTime(column: string, text: string, now: number): number {
  const at = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text.replace(" ", "T"))
    : Number.NaN;
  if (!(at <= now)) {
    throw new RowError(say`${column} must be a past time. Write 2024-05-01 or 2024-05-01T08:00:00+08:00`);
  }
  return at;
}

const wechatId = /^[\w-]{1,128}$/;

function personOf({ appid, openid }: Fields, { sources }: Sources): Pick<Newcomer, "person"> {
  if (appid === undefined && openid === undefined) return {};
  if (appid === undefined || openid === undefined) throw new RowError(say`appid and openid need each other`);
  if (!sources.some((source) => source.appid === appid)) throw new RowError(say`appid ${appid} is no source of yours`);
  if (!wechatId.test(openid)) throw new RowError(say`openid must be letters, digits, - and _`);
  return { person: { appid, openId: openid } };
}

function unionOf({ unionid, platform, appid }: Fields, { sources }: Sources): Pick<Newcomer, "union"> {
  if (unionid === undefined) return {};
  if (!wechatId.test(unionid)) throw new RowError(say`unionid must be letters, digits, - and _`);
  const platforms = [...new Set(sources.flatMap((source) => source.platform ?? []))];
  const only = platforms.length === 1 ? platforms[0] : undefined;
  const named = platform ?? sources.find((source) => source.appid === appid)?.platform ?? only;
  if (named === undefined) throw new RowError(say`platform is needed with unionid`);
  if (!platforms.includes(named)) throw new RowError(say`platform ${named} is not a platform of your sources`);
  return { union: { platform: named, unionId: unionid } };
}

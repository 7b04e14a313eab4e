import { type Fields, isFields, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import type { Button } from "./menus.ts";

/** The errcodes by level: of the top entries, and of the entries below them. */
const top = { count: 40016, type: 40017, name: 40018, key: 40019, url: 40020, domain: 40055, media: 40117, bytes: 16 };
const sub = { count: 40023, type: 40024, name: 40025, key: 40026, url: 40027, domain: 40054, media: 40118, bytes: 60 };
type Level = typeof top;

const keyed = [
  "click",
  "scancode_push",
  "scancode_waitmsg",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
];

/**
 * Reads the body of `menu/create`. `hasMiniProgram` says whether there is a 小程序 of an appid. Throws 40016 to
 * 40027, 40033, 40054, 40055, 40117, 40118 or 45064.
 */
export function readMenu(text: string, body: Fields, hasMiniProgram: (appid: string) => boolean): Button[] {
  if (/\\u[0-9a-fA-F]{4}/.test(text)) throw new WechatFailure(40033);
  return list(body.button, 3, top).map((button) => read(button, top, hasMiniProgram));
}

function list(buttons: unknown, max: number, level: Level): unknown[] {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > max) throw new WechatFailure(level.count);
  return buttons;
}

function read(button: unknown, level: Level, hasMiniProgram: (appid: string) => boolean): Button {
  if (!isFields(button)) throw new WechatFailure(level.count);
  const name = sized(button.name, level.bytes, level.name);
  const below = button.sub_button;
  if (below === undefined || (Array.isArray(below) && below.length === 0))
    return { name, ...actOf(button, level, hasMiniProgram), sub_button: [] };
  if (level === sub) throw new WechatFailure(40022);
  return { name, sub_button: list(below, 5, sub).map((each) => read(each, sub, hasMiniProgram)) };
}

function actOf(
  button: Fields,
  level: Level,
  hasMiniProgram: (appid: string) => boolean,
): Omit<Button, "name" | "sub_button"> {
  const type = textOf(button.type);
  if (keyed.includes(type)) return { type, key: sized(button.key, 128, level.key) };
  if (type === "view") return { type, url: urlOf(button.url, level) };
  if (type === "media_id") return { type, media_id: sized(button.media_id, 128, level.media) };
  if (type === "article_id" || type === "article_view_limited")
    return { type, article_id: sized(button.article_id, 128, level.media) };
  if (type !== "miniprogram") throw new WechatFailure(level.type);
  const url = urlOf(button.url, level);
  const appid = textOf(button.appid);
  if (!hasMiniProgram(appid)) throw new WechatFailure(45064);
  const pagepath = textOf(button.pagepath);
  if (pagepath === "") throw new WechatFailure(40165);
  return { type, url, appid, pagepath };
}

function urlOf(url: unknown, level: Level): string {
  const text = sized(url, 1024, level.url);
  if (!/^https?:\/\/[^/\s]+/i.test(text)) throw new WechatFailure(level.domain);
  return text;
}

/** A text of 1 to `max` bytes. */
function sized(value: unknown, max: number, errcode: number): string {
  const text = textOf(value);
  if (text === "" || Buffer.byteLength(text) > max) throw new WechatFailure(errcode);
  return text;
}

import type { Push } from "../../wechat/index.ts";

/** What people do in the chat: they follow, scan, and tap the menu. */
const ownEvents: ReadonlySet<string> = new Set([
  "subscribe",
  "SCAN",
  "CLICK",
  "VIEW",
  "view_miniprogram",
  "scancode_push",
  "scancode_waitmsg",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
]);

/**
 * Whether the person in `FromUserName` did this themselves, so that it can be too often. All other events WeChat tells
 * by itself, many of them from one constant sender for everybody: up to 2,000 a minute, of which none may be lost. An
 * unfollow is none either: what it ends must not be lost, and it cannot be answered.
 */
export const isRateLimited = ({ type, event = "" }: Push): boolean => type !== "event" || ownEvents.has(event);

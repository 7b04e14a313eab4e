import type { Push } from "../../wechat/index.ts";

/** Events that people cause in the chat: follow, scan, tap on the menu. */
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
 * Whether the event is an action of the person in `FromUserName`, and so rate-limited. WeChat sends all other events
 * by itself, many of them from one constant sender for everyone: up to 2,000 a minute, of which none may be lost. An
 * unfollow is not limited either: it ends sessions, and cannot be replied to.
 */
export const isRateLimited = ({ type, event = "" }: Push): boolean => type !== "event" || ownEvents.has(event);

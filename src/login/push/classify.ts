import type { Push } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";
import { createAnswerFilter } from "../transition/prompt.ts";
import { createAccountWords } from "./account-word.ts";
import { isCodeRequest } from "./issued-code.ts";
import { isNearlyCode, sentCodeIn } from "./sent-code.ts";
import { isVerificationRequest } from "./verification-code.ts";

/**
 * Classifies a push by itself: whether it may be part of a sign-in. Most messages are not, which saves looking up
 * the person's last scan and the live codes.
 */
export function createPushClassifier({
  applications,
}: Pick<LoginContext, "applications">): (source: Source, push: Push) => boolean {
  const wordOf = createAccountWords(applications.values());
  const mayBeTyped = createAnswerFilter(applications.values());
  return (source, push) => {
    // In a damaged push, the fields may come from the person's own text.
    if (push.damaged) return false;
    if (push.type !== "text") return push.type === "event";
    const isTapped = push.menuId !== undefined;
    if (isTapped || mayBeTyped(push.content ?? "") || wordOf(push.content ?? "") !== undefined) return true;
    return sentCodeIn(push) !== undefined || isNearlyCode(push) || asksForCode(source, push);
  };
}

const asksForCode = (source: Source, push: Push): boolean => isCodeRequest(source, push) || isVerificationRequest(push);

/** Whether the person asked WeChat to have their data deleted. */
export const isCancellation = ({ type, event = "" }: Push): boolean =>
  type === "event" && event === "user_authorization_cancellation";

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

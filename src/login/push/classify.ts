import type { Push } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";
import { createAnswerFilter } from "../transition/prompt.ts";
import { createAccountWords } from "./account-word.ts";
import { isCodeRequest } from "./issued-code.ts";
import { isNearlyCode, sentCodeIn } from "./sent-code.ts";
import { isVerificationRequest } from "./verification-code.ts";

/**
 * Tells what may be part of a sign-in from what cannot, by the push alone. Most of what people write is none, and
 * then nothing has to be looked up: neither the person's last scan nor the codes that are about.
 */
export function createPushClassifier({
  applications,
}: Pick<LoginContext, "applications">): (source: Source, push: Push) => boolean {
  const wordOf = createAccountWords(applications.values());
  const mayBeTyped = createAnswerFilter(applications.values());
  return (source, push) => {
    // A person's text may have written its fields.
    if (push.damaged) return false;
    if (push.type !== "text") return push.type === "event";
    const isTapped = push.menuId !== undefined;
    if (isTapped || mayBeTyped(push.content ?? "") || wordOf(push.content ?? "") !== undefined) return true;
    return sentCodeIn(push) !== undefined || isNearlyCode(push) || asksForCode(source, push);
  };
}

const asksForCode = (source: Source, push: Push): boolean => isCodeRequest(source, push) || isVerificationRequest(push);

import type { Push } from "../wechat/index.ts";
import { isAsking } from "./chat-code.ts";
import { codeIn } from "./code.ts";
import { createTypedAnswers } from "./prompt.ts";
import type { Setup, Source } from "./setup.ts";

/**
 * Tells what may be part of a sign-in from what cannot, by the push alone. Most of what people write is none, and
 * then nothing has to be looked up: neither the person's last scan nor the codes that are about.
 */
export function createOurs({ applications }: Pick<Setup, "applications">): (source: Source, push: Push) => boolean {
  const mayBeTyped = createTypedAnswers(applications.values());
  return (source, push) => {
    if (push.type !== "text") return push.type === "event";
    const isTapped = push.menuId !== undefined;
    return isTapped || mayBeTyped(push.content ?? "") || codeIn(push) !== undefined || isAsking(source, push);
  };
}

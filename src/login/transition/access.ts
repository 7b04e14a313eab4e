import { fill } from "../../domain/texts.ts";
import type { Application, LoginContext } from "../context.ts";
import { replyWithText, type SideEffects } from "./effect.ts";
import { textsOf } from "./prompt-texts.ts";

/** The reply in the chat to a person whose account is suspended. */
export const replyToSuspended = (application: Application, language: "zh-CN" | "en"): SideEffects =>
  replyWithText(fill(textsOf(application, language).suspended, { site: application.name }));

/** Whether an application admits an account. A person without an account is admitted only if it is open to everyone. */
export async function isAdmitted(
  groupsOf: (accountId: string) => Promise<readonly string[]>,
  application: Pick<Application, "access"> | undefined,
  accountId: string | undefined,
): Promise<boolean> {
  const listed = application?.access;
  if (!listed) return true;
  if (accountId === undefined) return false;
  const own = await groupsOf(accountId);
  return listed.some((group) => own.includes(group));
}

/**
 * As {@link isAdmitted}, for a live session, checked at each use: removal from a group takes effect at once, even if
 * ending the session failed.
 */
export const isStillAdmitted = (
  { store, applications }: Pick<LoginContext, "store" | "applications">,
  { applicationId, accountId }: { readonly applicationId: string; readonly accountId: string },
): Promise<boolean> => isAdmitted((id) => store.read.groupsOf(id), applications.get(applicationId), accountId);

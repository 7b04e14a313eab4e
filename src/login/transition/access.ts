import type { Application, LoginContext } from "../context.ts";

/** Whether an application lets an account in; a person without one only where it is open to everyone. */
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

/** The same of a live session, looked at each time: who was taken out of a group is out, whatever else went wrong. */
export const isStillAdmitted = (
  { store, applications }: Pick<LoginContext, "store" | "applications">,
  { applicationId, accountId }: { readonly applicationId: string; readonly accountId: string },
): Promise<boolean> => isAdmitted((id) => store.read.groupsOf(id), applications.get(applicationId), accountId);

import type { SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";

type Applications = Pick<LoginContext, "applications">;

/** Whether a session of the application `from` is valid at `at`: they are the same, or both have `sso`. */
export const isShared = ({ applications }: Applications, from: string, at: string): boolean =>
  from === at || (applications.get(from)?.sso === true && applications.get(at)?.sso === true);

/** A session as this application sees it; undefined if the session is not valid there. */
export function seenAt(setup: Applications, signedIn: SignedIn, at: string | undefined): SignedIn | undefined {
  const { session } = signedIn;
  if (at === undefined || session.applicationId === at) return signedIn;
  return isShared(setup, session.applicationId, at)
    ? { ...signedIn, session: { ...session, applicationId: at } }
    : undefined;
}

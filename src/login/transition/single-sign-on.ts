import type { SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";

type Applications = Pick<LoginContext, "applications">;

/** Whether a session that was signed in at `from` counts at `at`: its own, or both say `sso`. */
export const isShared = ({ applications }: Applications, from: string, at: string): boolean =>
  from === at || (applications.get(from)?.sso === true && applications.get(at)?.sso === true);

/** A session as an application sees it that it counts at; undefined where it does not. */
export function seenAt(setup: Applications, signedIn: SignedIn, at: string | undefined): SignedIn | undefined {
  const { session } = signedIn;
  if (at === undefined || session.applicationId === at) return signedIn;
  return isShared(setup, session.applicationId, at)
    ? { ...signedIn, session: { ...session, applicationId: at } }
    : undefined;
}

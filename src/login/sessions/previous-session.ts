import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import { hashSessionToken, isLive, type Session } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { isShared } from "../transition/single-sign-on.ts";

/**
 * Ends the session that the browser had before, by its cookie, or returns its id for the attempt, which renews it: see
 * {@link isRenewal}.
 */
export async function endOrRenew(
  setup: LoginContext,
  stores: Stores,
  signingIn: SigningIn,
  { mode, replaces }: { readonly mode: "cookie" | "token"; readonly replaces?: string | undefined },
): Promise<Pick<Attempt, "sessionId">> {
  const previous = await liveSessionOf(setup, stores, signingIn.applicationId, replaces);
  if (!previous) return {};
  if (mode === "cookie" && isRenewal(setup, previous, signingIn)) return { sessionId: previous.id };
  await stores.sessions.end(previous.id, "replaced", stores.now);
  return {};
}

/** The account that signs in, and the application. */
type SigningIn = Required<Pick<Attempt, "applicationId" | "accountId">>;

/** A session that is not valid at this application is ignored, although one cookie may carry both. */
async function liveSessionOf(
  setup: LoginContext,
  stores: Stores,
  applicationId: string,
  cookie: string | undefined,
): Promise<Session | undefined> {
  const session = cookie ? await stores.sessions.byToken(hashSessionToken(cookie)) : undefined;
  if (!session || !isShared(setup, session.applicationId, applicationId)) return undefined;
  return isLive(session, stores.now) ? session : undefined;
}

/**
 * Whether this sign-in renews the previous session instead of replacing it: the same person at applications that share
 * it. With a new session, a client that only wants a fresh proof would sign the person out of all other applications.
 */
const isRenewal = (
  { applications }: LoginContext,
  previous: Session,
  { applicationId, accountId }: SigningIn,
): boolean => applications.get(applicationId)?.sso === true && previous.accountId === accountId;

/**
 * Stores the session that an attempt made, or renews the one that the attempt names: that one keeps its id, and gets
 * the new token.
 */
export async function keepSession(stores: Stores, attempt: Attempt, made: Session): Promise<Session> {
  if (attempt.sessionId === undefined) {
    if (!(await stores.sessions.insert(made))) throw new SaomaError("attempt_ended");
    return made;
  }
  if (!(await stores.sessions.renew(attempt.sessionId, made, stores.now))) throw new SaomaError("attempt_ended");
  const renewed = await stores.sessions.get(attempt.sessionId);
  if (!renewed) throw new SaomaError("internal", { detail: `session ${attempt.sessionId} was renewed, and is gone` });
  return seenBy(attempt, renewed);
}

/** A shared session as the application of an attempt sees it. */
export const seenBy = ({ applicationId }: Attempt, session: Session): Session => ({ ...session, applicationId });

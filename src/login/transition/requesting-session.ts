import type { Attempt, Purpose } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import { isLive, type Session, type SignedIn } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { findSession, type SessionProof } from "./find-session.ts";
import { linkApproval, requireApproval } from "./require-approval.ts";
import { isShared } from "./single-sign-on.ts";

/** The session that requests something else than a sign-in: by its proof, or as stored with an attempt. */
export type Requester = SessionProof | { readonly sessionId: string };

/** The session that such an attempt is bound to. */
export type RequestingSession = Required<Pick<Attempt, "sessionId" | "accountId">>;

/**
 * The session that a new attempt is bound to: a live one of this application. A link also needs an approval by a WeChat
 * of the account: a session does not prove that the account's person is present.
 */
export async function requireRequestingSession(
  setup: LoginContext,
  purpose: Purpose,
  applicationId: string,
  asks: Requester | undefined,
): Promise<RequestingSession | undefined> {
  if (purpose === "sign-in" || purpose === "administer") return undefined;
  const session = asks && (await sessionOf(setup, asks));
  const isOurs = session && isShared(setup, session.applicationId, applicationId) && isLive(session, setup.store.now());
  if (!isOurs) throw new SaomaError("not_signed_in");
  requireManager(setup, applicationId);
  if (purpose === "link") await requireApproval(setup, linkApproval(session.id));
  return { sessionId: session.id, accountId: session.accountId };
}

/** Only an application that the operator allowed may change accounts: otherwise a page of any application could. */
export function requireManager({ applications }: LoginContext, applicationId: string): void {
  if (!applications.get(applicationId)?.manageAccount) throw new SaomaError("account_not_managed");
}

const sessionOf = async (setup: LoginContext, asks: Requester): Promise<Session | undefined> =>
  "sessionId" in asks ? setup.store.read.sessionById(asks.sessionId) : (await findSession(setup, asks))?.session;

/** The live session of this proof, for a call that needs one. */
export async function requireSession(setup: LoginContext, proof: SessionProof | undefined): Promise<SignedIn> {
  const signedIn = proof && (await findSession(setup, proof));
  if (!signedIn) throw new SaomaError("not_signed_in");
  return signedIn;
}

/** The session that requested an attempt, while it lives; undefined if none did. */
export async function requestingSessionOf(stores: Stores, { sessionId }: Attempt): Promise<Session | undefined> {
  const session = sessionId === undefined ? undefined : await stores.sessions.get(sessionId);
  return session && isLive(session, stores.now) ? session : undefined;
}

import type { Attempt, Purpose } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import { freshUntil, isLive, type Session, type SignedIn } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { findSession, type SessionProof } from "./find-session.ts";

/** A session that asks for something else than a sign-in: by its proof, or as an attempt of its own has it. */
export type Requester = SessionProof | { readonly sessionId: string };

/** What such an attempt is bound to. */
export type RequestingSession = Required<Pick<Attempt, "sessionId" | "accountId">>;

/**
 * The session that a new attempt is bound to: a live one of this application. To link needs a fresh proof, or whoever
 * finds a browser signed in could add a WeChat of their own.
 */
export async function requireRequestingSession(
  setup: LoginContext,
  purpose: Purpose,
  applicationId: string,
  asks: Requester | undefined,
): Promise<RequestingSession | undefined> {
  if (purpose === "sign-in") return undefined;
  const session = asks && (await sessionOf(setup, asks));
  const isOurs = session && session.applicationId === applicationId && isLive(session, setup.store.now());
  if (!isOurs) throw new SaomaError("not_signed_in");
  if (purpose === "link") requireFresh(setup, session);
  return { sessionId: session.id, accountId: session.accountId };
}

const sessionOf = async (setup: LoginContext, asks: Requester): Promise<Session | undefined> =>
  "sessionId" in asks ? setup.store.read.sessionById(asks.sessionId) : (await findSession(setup, asks))?.session;

/** Fails with `fresh_proof_needed` where the session was proven too long ago. */
export function requireFresh({ store, freshFor }: LoginContext, session: Session): void {
  if (store.now() >= freshUntil(session, freshFor)) throw new SaomaError("fresh_proof_needed");
}

/** Who is signed in by this proof, for a call that needs somebody. */
export async function requireSession(setup: LoginContext, proof: SessionProof | undefined): Promise<SignedIn> {
  const signedIn = proof && (await findSession(setup, proof));
  if (!signedIn) throw new SaomaError("not_signed_in");
  return signedIn;
}

/** The session that asked by an attempt, while it lives; undefined also where nobody did. */
export async function requestingSessionOf(stores: Stores, { sessionId }: Attempt): Promise<Session | undefined> {
  const session = sessionId === undefined ? undefined : await stores.sessions.get(sessionId);
  return session && isLive(session, stores.now) ? session : undefined;
}

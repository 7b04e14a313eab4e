import type { Account } from "../../domain/account.ts";
import { hashSessionToken, isLive, type Session } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";

/** Who is signed in, and since when. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
}

/** What a request shows to prove its session: the cookie's token, or an access token. */
export type SessionProof = { readonly cookie: string } | { readonly bearer: string };

/**
 * The live session of a proof. An access token is believed only while its session lives, so that a sign-out counts
 * at once. With `applicationId`, only a session of that application counts. A cookie's first use closes the door through which its attempt gave it out.
 */
export async function findSession(
  setup: LoginContext,
  proof: SessionProof,
  applicationId?: string,
): Promise<SignedIn | undefined> {
  const { store } = setup;
  const session = await read(setup, proof);
  if (!session || !isLive(session, store.now())) return undefined;
  if (applicationId !== undefined && session.applicationId !== applicationId) return undefined;
  if (session.firstUsedAt === undefined) {
    await store.transact((stores) => stores.sessions.use(session.id, stores.now));
  }
  const account = await store.read.account(session.accountId);
  return account && { account, session };
}

async function read({ store, accessTokens }: LoginContext, proof: SessionProof): Promise<Session | undefined> {
  if ("cookie" in proof) return store.read.session(hashSessionToken(proof.cookie));
  const id = await accessTokens.read(proof.bearer);
  return id === undefined ? undefined : store.read.sessionById(id);
}

/** Ends the session of a proof; true where there was one to end. */
export async function signOut(setup: LoginContext, proof: SessionProof): Promise<boolean> {
  const session = await read(setup, proof);
  if (!session) return false;
  return setup.store.transact((stores) => stores.sessions.end(session.id, "signed_out", stores.now));
}

import type { Account } from "../domain/account.ts";
import { hashSessionToken, isLive, type Session } from "../domain/session.ts";
import type { Setup } from "./setup.ts";

/** Who is signed in, and since when. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
}

/** The live session of a token. Its first use closes the door through which its attempt gave it out. */
export async function findSession(setup: Setup, token: string): Promise<SignedIn | undefined> {
  const { store } = setup;
  const session = await store.read.session(hashSessionToken(token));
  if (!session || !isLive(session, store.now())) return undefined;
  if (session.firstUsedAt === undefined) {
    await store.transact((stores) => stores.sessions.use(session.id, stores.now));
  }
  const account = await store.read.account(session.accountId);
  return account && { account, session };
}

/** Ends the session of a token; true where there was one to end. */
export function signOut(setup: Setup, token: string): Promise<boolean> {
  return setup.store.transact(async (stores) => {
    const session = await stores.sessions.byToken(hashSessionToken(token));
    return session !== undefined && stores.sessions.end(session.id, "signed_out", stores.now);
  });
}
